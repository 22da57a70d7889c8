--[[
  List a page of the deeds of admins, newest first.

  args.before?  the id of a deed: only earlier ones are listed
  args.limit    how many, at most

  Returns  list of deeds, as note_deed was given them, each with its `id`
  Changes  nothing
]]

local first = args.before and "(" .. args.before or "+"
local deeds = {}
for i, entry in ipairs(redis.call("XREVRANGE", key.deeds, first, "-", "COUNT", args.limit)) do
  deeds[i] = cmsgpack.unpack(entry[2][2])
  deeds[i].id = entry[1]
end
return cmsgpack.pack(deeds)
