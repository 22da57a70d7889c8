--[[
  Return whether nothing was away for people lately, so that those who did nothing could have done something. It is
  asked every few seconds. That nobody has asked for longer shows that something was away, and is noted.

  Returns  whether it is calm
]]
-- include clock

local CALM_AFTER_MS = 5 * 60 * 1000
local ASKED_WITHIN_MS = 30 * 1000

local hash = redis.call("HMGET", KEYS[1], "disturbed_at", "calm_asked_at")
local disturbed = tonumber(hash[1] or 0)
if now() - tonumber(hash[2] or 0) > ASKED_WITHIN_MS then disturbed = now() end
if redis.call("EXISTS", KEYS[1]) == 1 then
  redis.call("HSET", KEYS[1], "calm_asked_at", now(), "disturbed_at", disturbed)
end
return cmsgpack.pack(now() - disturbed >= CALM_AFTER_MS)
