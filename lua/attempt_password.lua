--[[
  Begin to check a password: counts the attempt, also for an address that nobody has. Ten in 15 minutes, until one is
  right: 40 guesses an hour are no use against a password of 8 characters.

  KEYS[1] account
  args.email  compared without surrounding space and without case

  Returns  {member, password}: id, and argon2 hash to compare with; nil if there is none, or they are disabled
  Refuses  too_many_attempts
]]
-- include email
-- include enabled_member

local LIMIT, WINDOW = 10, 15 * 60 * 1000

local email = comparable(args.email)
if not email then return cmsgpack.pack(nil) end
local attempts = under("attempts", email)
if tonumber(redis.call("GET", attempts) or 0) >= LIMIT then return refuse("too_many_attempts") end

if redis.call("INCR", attempts) == 1 then redis.call("PEXPIRE", attempts, WINDOW) end
local id = redis.call("HGET", key.emails, email)
local member = id and enabled_member(id)
local password = member and redis.call("HGET", under("member", id), "password")
return cmsgpack.pack(password and {member = member.id, password = password} or nil)
