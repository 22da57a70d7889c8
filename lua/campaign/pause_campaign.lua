--[[
  Pause a campaign: nobody sends, and queued texts wait.

  Returns  the campaign
  Refuses  unknown_campaign, not_active
  Tells    the campaign, the consoles of those who were warned that conversations go back
]]
-- include guards
-- include announce
-- include marks

local refusal = unknown_campaign()
if refusal then return refusal end
if status() ~= "active" then return refuse("not_active") end

redis.call("HSET", KEYS[1], "status", "paused")
marks.note("paused")
move.lift_warnings()
return announce_campaign()
