--[[
  Resume a paused campaign. One that its budget has paused needs a higher budget first, or none.

  Returns  the campaign
  Refuses  unknown_campaign, not_paused, over_budget
  Tells    the campaign
]]
-- include guards
-- include announce
-- include marks
-- include money
-- include waits

local refusal = unknown_campaign()
if refusal then return refusal end
if status() ~= "paused" then return refuse("not_paused") end
local budget = money.millionths(settings.now().budget)
if over_budget(budget, redis.call("HGET", KEYS[1], "over_budget")) then return refuse("over_budget") end

redis.call("HSET", KEYS[1], "status", "active", "active_since", now())
redis.call("HDEL", KEYS[1], "over_budget")
marks.note("resumed")
return announce_campaign()
