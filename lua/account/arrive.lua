--[[
  Note that members are online at a hub from now on.

  args.members  list of members
  args.hub      the name of the hub

  Returns  nil
  Tells    the hubs, who came; nobody when all of them were online there already
  Changes  nothing that lasts
]]
-- include clock
-- include presence

local came = {}
for _, member in ipairs(args.members) do
  if vouch_for(args.hub, member) then came[#came + 1] = member end
end
tell_presence({hub = args.hub, came = came})
return cmsgpack.pack(nil)
