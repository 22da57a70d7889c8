-- A session lasts 30 days from when it was last used.
local SESSION = 30 * 24 * 3600 * 1000

local function keep_session(credential, member, at)
  redis.call("HSET", under(credential), "member", member, "used", at)
  redis.call("PEXPIRE", under(credential), SESSION)
  redis.call("ZADD", under("credentials_of", member), at + SESSION, credential)
end
