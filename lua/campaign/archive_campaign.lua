--[[
  Put a campaign away for good: its consoles are gone, and nothing in it is sent any more.

  Returns  the campaign
  Refuses  unknown_campaign, archived
  Tells    the campaign
]]
-- include guards
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if status() == "archived" then return refuse("archived") end

redis.call("HSET", KEYS[1], "status", "archived", "archived_at", now())
return announce_campaign()
