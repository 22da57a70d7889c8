--[[
  Note that members aren't online at a hub any more.

  args.members  list of members
  args.hub      the name of the hub

  Returns  nil
  Tells    the hubs, who went; nobody when none of them was online there
  Changes  nothing that lasts
]]
-- include clock
-- include presence

local went = {}
for _, member in ipairs(args.members) do
  if redis.call("ZREM", key.online, member .. ":" .. args.hub) == 1 then went[#went + 1] = member end
end
tell_presence({hub = args.hub, went = went})
return cmsgpack.pack(nil)
