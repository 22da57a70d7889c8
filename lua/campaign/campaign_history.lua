--[[
  Return how many conversations were unassigned over the last hour, by minute.

  Returns  list of {at, unassigned}, oldest first; `at` is the beginning of a minute in ms, `unassigned` the number
           at its end. A minute in which nothing happened is left out. The first entry may be older than an hour: the
           hour began with its number
  Refuses  unknown_campaign
  Changes  nothing
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
