--[[
  Note that a campaign is archived, if an older version archived it without noting when: that is from now on.

  Returns  whether it was noted now
  Refuses  unknown_campaign, not_archived
  Tells    the campaign; nobody when it was noted already
]]
-- include guards
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if status() ~= "archived" then return refuse("not_archived") end

local noted = redis.call("HSETNX", KEYS[1], "archived_at", now()) == 1
if noted then announce() end
return cmsgpack.pack(noted)
