--[[
  Note a deed of an admin. The last 10,000 are kept.

  args.deed  map {by, name, did, campaign, member, given} (server/people/deeds.py)

  Returns  the deed's id: a number greater than those of earlier deeds
]]
-- include clock

local DEEDS_KEPT = 10000

local last = redis.call("ZRANGE", key.deeds, -1, -1, "WITHSCORES")
local deed = args.deed
deed.id, deed.at = (tonumber(last[2]) or 0) + 1, now()
redis.call("ZADD", key.deeds, deed.id, cmsgpack.pack(deed))
redis.call("ZREMRANGEBYRANK", key.deeds, 0, -DEEDS_KEPT - 1)
return cmsgpack.pack(deed.id)
