-- include forgive
-- include keep_session
-- Signs a member in, forgives their wrong passwords, and remembers the address that they came from: strangers who try
-- passwords elsewhere can't keep them out there. Forgets on the way those of their sessions that have run out, so that
-- their list can't grow without end.
local REMEMBERED, REMEMBER = 20, 90 * 24 * 3600 * 1000

local function start_session(credential, member, at, address, device)
  redis.call("ZREMRANGEBYSCORE", under("credentials_of", member.id), "-inf", at)
  forgive(member.id, {address = address, device = device})
  if address then
    local addresses = under("addresses_of", member.id)
    redis.call("ZADD", addresses, at, address)
    redis.call("ZREMRANGEBYRANK", addresses, 0, -REMEMBERED - 1)
    redis.call("PEXPIRE", addresses, REMEMBER)
  end
  keep_session(credential, member.id, at)
end
