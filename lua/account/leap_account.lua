--[[
  Raise the version of an account that comes from a backup above every one that it ever had. Hubs that showed it as it
  was after the backup then notice that they know nothing of it, and read it again.

  args.to  the version: the time in ms, which no number of changes reaches

  Returns  the version, 0 if there is no account
  Tells    the account, if its version was lower
]]
-- include account

local v = tonumber(redis.call("HGET", KEYS[1], "v") or nil)
if not v or v >= args.to then return cmsgpack.pack(v or 0) end
redis.call("HSET", KEYS[1], "v", string.format("%.0f", args.to - 1))
tell_account({account = account_thing()})
return cmsgpack.pack(args.to)
