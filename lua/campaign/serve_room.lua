--[[
  Serve the texters who wait: somebody of them may have come back. Who hasn't been here for ten minutes waits no more.
  Count those who are here.

  Returns  whether anything has changed
  Refuses  unknown_campaign
  Tells    the consoles of those who got conversations or wait no more, the campaign; nobody when nothing has changed
]]
-- include guards
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end

local swept, others_here = room.sweep(), room.count_here()
local changed = room.serve() or swept or others_here
if changed then announce() end
return cmsgpack.pack(changed)
