--[[
  Resume a paused campaign.

  Returns  the campaign
  Refuses  unknown_campaign, not_paused
  Tells    the campaign
]]
-- include guards
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if status() ~= "paused" then return refuse("not_paused") end

redis.call("HSET", KEYS[1], "status", "active")
return announce_campaign()
