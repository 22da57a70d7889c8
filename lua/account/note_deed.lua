--[[
  Note a deed of an admin. The last 10,000 or so are kept.

  args.deed  map {by, name, did, campaign, member, given} (server/people/deeds.py)

  Returns  the deed's id "MS-NUMBER": the time in ms, and a number that tells deeds of one ms apart
]]

local DEEDS_KEPT = 10000

return cmsgpack.pack(redis.call("XADD", key.deeds, "MAXLEN", "~", DEEDS_KEPT, "*", "deed", cmsgpack.pack(args.deed)))
