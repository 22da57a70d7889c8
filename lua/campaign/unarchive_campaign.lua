--[[
  Bring an archived campaign back, within 30 days: paused if it was ever launched, so that nobody is texted by surprise,
  else as a draft.

  Returns  the campaign
  Refuses  unknown_campaign, not_archived, contacts_deleted, too_late
  Tells    the campaign, and thereby every console
]]
-- include guards
-- include announce

local UNTIL_MS = 30 * 24 * 60 * 60 * 1000 -- ms from when it was archived

local refusal = unknown_campaign()
if refusal then return refusal end
if status() ~= "archived" then return refuse("not_archived") end
if emptied() then return refuse("contacts_deleted") end
local archived_at = redis.call("HGET", KEYS[1], "archived_at")
if archived_at and archived_at + UNTIL_MS < now() then return refuse("too_late") end

local noted = redis.call("HMGET", KEYS[1], "active_since", "sent") -- older versions didn't note the first
local launched = noted[1] or noted[2] ~= "0"
redis.call("HSET", KEYS[1], "status", launched and "paused" or "draft")
redis.call("HDEL", KEYS[1], "archived_at")
return announce_campaign()
