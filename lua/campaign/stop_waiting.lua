--[[
  Let a texter wait no more. Doing it again changes nothing.

  args.texter

  Returns  whether the texter waited
  Refuses  unknown_campaign
  Tells    the texter's console, the campaign; nobody when the texter didn't wait
]]
-- include guards
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end

local waited = room.leave(args.texter)
if waited then announce() end
return cmsgpack.pack(waited)
