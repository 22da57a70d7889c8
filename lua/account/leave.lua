--[[
  Note that members aren't online at a hub any more.

  args.members  list of members
  args.hub      the name of the hub

  Returns  nil
  Tells    the hubs, that presence changed; nobody when none of them was online there
]]
-- include presence

local left = 0
for _, member in ipairs(args.members) do
  left = left + redis.call("ZREM", key.online, member .. ":" .. args.hub)
end
if left > 0 then tell_presence() end
return cmsgpack.pack(nil)
