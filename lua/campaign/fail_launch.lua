--[[
  Note why a draft wasn't launched when it was time. It isn't tried again by itself.

  args.trouble  the sentence that says why

  Returns  the campaign
  Refuses  unknown_campaign
  Tells    the campaign; nobody when no launch is due
]]
-- include guards
-- include clock
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
local due = tonumber(redis.call("HGET", KEYS[1], "launches_at") or nil)
if status() ~= "draft" or not due or due > now() then return cmsgpack.pack(describe.campaign()) end

redis.call("HDEL", KEYS[1], "launches_at")
redis.call("HSET", KEYS[1], "launch_trouble", args.trouble)
return announce_campaign()
