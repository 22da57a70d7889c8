--[[
  Grant a carrier process as many segments as its carrier and the campaign's numbers let through now. All processes of a
  carrier share its limits. The same grant again is answered the same: nothing is granted twice.

  args.grant       a name that the process gives the grant
  args.carrier     name of the carrier
  args.numbers?    the numbers of the campaign
  args.wanted      list: how many segments each of the next texts has. As many texts are granted, from the first on, as
                   go through whole
  args.midnights?  the next ends of days, in ms

  Returns  {segments, waits}: how many segments; if the limit of a day keeps back the next text, {whose ("carrier" or
           "numbers"), segments (the limit), until (ms)}
  Tells    nobody
]]
-- include carriers
-- include pace

local KEPT_MS = 60 * 1000

local grant = under("grant", args.grant)
local again = redis.call("GET", grant)
if again then return again end

local flows = carriers.flows(args.carrier, args.numbers, args.midnights)
local answer = {segments = 0, names = {}, at = now()}
local function keeps_back(size)
  for _, flow in ipairs(flows) do
    local why = pace.full(flow, size)
    if why == "day" then
      answer.waits = {whose = flow.whose, segments = flow.per_day, ["until"] = flow.ends}
    end
    if why then return true end
  end
end
for _, size in ipairs(args.wanted) do
  if keeps_back(size) then break end
  for _, flow in ipairs(flows) do
    pace.count(flow, size)
  end
  answer.segments = answer.segments + size
end
for i, flow in ipairs(flows) do
  answer.names[i] = flow.name
  redis.call("HSET", key.paces, flow.name, pace.noted(flow))
end
local packed = cmsgpack.pack(answer)
redis.call("SET", grant, packed, "PX", KEPT_MS)
return packed
