--[[
  Take back what a carrier process didn't use of a grant, so that others may. A grant that was returned before, or
  over a minute ago, changes nothing.

  args.grant   the name of the grant
  args.unused  how many of its segments

  Returns  nil
  Tells    nobody
]]
-- include carriers
-- include pace

local packed = redis.call("GET", under("grant", args.grant))
if packed then
  redis.call("DEL", under("grant", args.grant))
  local granted = cmsgpack.unpack(packed)
  for _, name in ipairs(granted.names) do
    local row = carriers.row(name)
    local flow = pace.at(row.per_second, row.per_day, redis.call("HGET", key.paces, name))
    pace.uncount(flow, math.min(args.unused, granted.segments), granted.at)
    redis.call("HSET", key.paces, name, pace.noted(flow))
  end
end
return cmsgpack.pack(nil)
