--[[
  How many conversations were unassigned over the last hour.

  KEYS[1] campaign

  Returns  list of {at, unassigned}, oldest first; `at` is the minute's beginning in ms. A minute in which nothing
           happened is left out: nothing had changed
  Refuses  unknown_campaign
  Tells    nobody
]]
-- include known

local refusal = unknown_campaign()
if refusal then return refusal end

local points = {}
local noted = redis.call("HGETALL", key.history)
for i = 1, #noted, 2 do
  points[#points + 1] = {at = noted[i] * 60000, unassigned = tonumber(noted[i + 1])}
end
table.sort(points, function(a, b) return a.at < b.at end)
return cmsgpack.pack(points)
