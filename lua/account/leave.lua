--[[
  Some members aren't online at a hub any more.

  args.members  list of members
  args.hub      the name of the hub

  Returns  nil
  Tells    the hubs, that presence changed
]]
-- include presence

for _, member in ipairs(args.members) do
  redis.call("ZREM", key.online, member .. ":" .. args.hub)
end
tell_presence()
return cmsgpack.pack(nil)
