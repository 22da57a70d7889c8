--[[
  Raise the version of a campaign that comes from a backup above every one that it ever had. Hubs that showed it as it
  was after the backup then notice that they know nothing of it, and read it again.

  args.to  the version: the time in ms, which no number of changes reaches

  Returns  the version
  Refuses  unknown_campaign
  Tells    the campaign, if its version was lower
]]
-- include guards
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end

local v = tonumber(redis.call("HGET", KEYS[1], "v") or 0)
if v >= args.to then return cmsgpack.pack(v) end
redis.call("HSET", KEYS[1], "v", string.format("%.0f", args.to - 1))
announce()
return cmsgpack.pack(args.to)
