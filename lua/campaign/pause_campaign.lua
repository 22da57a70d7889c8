--[[
  Pause a campaign: nobody sends, and queued texts wait.

  Returns  the campaign
  Refuses  unknown_campaign, not_active
  Tells    the campaign
]]
-- include guards
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if status() ~= "active" then return refuse("not_active") end

redis.call("HSET", KEYS[1], "status", "paused")
return announce_campaign()
