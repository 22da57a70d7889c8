--[[
  Turn the texting hours: note which zones are open now, when one has opened or closed since they were last turned.
  Texts that waited for a zone that is open go back in the queue, in front.

  Returns  whether a zone has opened or closed
  Refuses  unknown_campaign
  Tells    the consoles of those who hold conversations, the campaign; nobody when no zone has opened or closed
]]
-- include guards
-- include waiting
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if not hours.due() then return cmsgpack.pack(false) end

hours.turn()
waiting.back(hours.open_zones())
move.touch_holders(OPEN_LANES)
announce()
return cmsgpack.pack(true)
