-- include keep_session
-- include tell_tokens
-- The member whose session or token this is; nil if it doesn't count any more. Its use is noted, since that keeps a
-- session alive and admins see it in the list of tokens, but only every five minutes: looking should cost no write.
local NOTE_EVERY = 5 * 60 * 1000

local function vouch(credential, at)
  local member, used = unpack(redis.call("HMGET", under(credential), "member", "used"))
  if not member then return nil end
  if at - (tonumber(used) or 0) >= NOTE_EVERY then
    if string.find(credential, "^session:") then
      keep_session(credential, member, at)
    else
      redis.call("HSET", under(credential), "used", at)
      tell_tokens({})
    end
  end
  return tonumber(member)
end
