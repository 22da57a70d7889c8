-- include keep_session
-- Signs a member in, and forgives their wrong passwords. Forgets on the way those of their sessions that have run out,
-- so that their list can't grow without end.
local function start_session(credential, member, at)
  redis.call("ZREMRANGEBYSCORE", under("credentials_of", member.id), "-inf", at)
  redis.call("DEL", under("attempts", string.lower(member.email)))
  keep_session(credential, member.id, at)
end
