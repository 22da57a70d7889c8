--[[
  Return the members who are online at each hub, after one hub has vouched again for its own members.

  args.members  list of members who are online at this hub
  args.hub      the name of the hub

  Returns  {online = map of hub to list of members, at = ms by the store's clock}
  Changes  nothing that lasts
]]
-- include clock
-- include presence

local at, online = now(), {}
for _, member in ipairs(args.members) do
  vouch_for(args.hub, member)
end
redis.call("ZREMRANGEBYSCORE", key.online, "-inf", at)
for _, name in ipairs(redis.call("ZRANGE", key.online, 0, -1)) do
  local member, hub = string.match(name, "^(%d+):(.*)$")
  online[hub] = online[hub] or {}
  table.insert(online[hub], tonumber(member))
end
return cmsgpack.pack({online = online, at = at})
