--[[
  List a page of the deeds of admins, newest first.

  args.before?  the id of a deed: only earlier ones are listed
  args.limit    how many, at most

  Returns  list of deeds, as note_deed was given them, each with its id and `at`, in ms
  Changes  nothing
]]

local first = args.before and "(" .. args.before or "+inf"
local deeds = redis.call("ZRANGE", key.deeds, first, "-inf", "BYSCORE", "REV", "LIMIT", 0, args.limit)
for i, deed in ipairs(deeds) do
  deeds[i] = cmsgpack.unpack(deed)
end
return cmsgpack.pack(deeds)
