--[[
  How many conversations were unassigned over the last hour.

  Returns  list of {at, unassigned}, oldest first; `at` is the minute's beginning in ms, and the number is as it was at
           its end. A minute in which nothing happened is left out, since nothing had changed; so the first may be from
           longer ago: with it the hour began
  Refuses  unknown_campaign
  Tells    nobody
]]
-- include guards
-- include clock

local MINUTE_MS, HOUR_MS = 60000, 3600000

local refusal = unknown_campaign()
if refusal then return refusal end

local points = {}
local noted = redis.call("HGETALL", key.history)
for i = 1, #noted, 2 do
  points[#points + 1] = {at = noted[i] * MINUTE_MS, unassigned = tonumber(noted[i + 1])}
end
table.sort(points, function(a, b) return a.at < b.at end)
local an_hour_ago = now() - HOUR_MS
while points[2] and points[2].at + MINUTE_MS <= an_hour_ago do
  table.remove(points, 1)
end
return cmsgpack.pack(points)
