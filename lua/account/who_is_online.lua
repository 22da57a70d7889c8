--[[
  Return every member who is online at any hub, after one hub has vouched again for its own members.

  args.members  list of members who are online at this hub
  args.hub      the name of the hub

  Returns  {online = list of members, each once for every hub, at = ms by the store's clock}
]]
-- include clock
-- include presence

local at, online = now(), {}
for _, member in ipairs(args.members) do
  vouch_for(args.hub, member)
end
redis.call("ZREMRANGEBYSCORE", key.online, "-inf", at)
for place, name in ipairs(redis.call("ZRANGE", key.online, 0, -1)) do
  online[place] = tonumber(string.match(name, "^%d+"))
end
return cmsgpack.pack({online = online, at = at})
