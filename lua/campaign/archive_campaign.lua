--[[
  Put a campaign away: its consoles are gone, nobody waits for its conversations, and nothing in it is sent any
  more.

  Returns  the campaign
  Refuses  unknown_campaign, archived
  Tells    the campaign, the consoles of those who were warned that conversations go back or who waited
]]
-- include guards
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if status() == "archived" then return refuse("archived") end

redis.call("HSET", KEYS[1], "status", "archived", "archived_at", now())
redis.call("HDEL", KEYS[1], "launches_at", "launch_trouble")
move.lift_warnings()
room.close()
return announce_campaign()
