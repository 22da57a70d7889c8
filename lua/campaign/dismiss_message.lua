--[[
  Put away what an admin has written to a texter. Doing it again changes nothing, and a newer message stays.

  args.texter
  args.message  its id

  Returns  whether it was put away now
  Refuses  unknown_campaign
  Tells    the texter's console and row; nobody when nothing has changed
]]
-- include guards
-- include announce
-- include messages

local refusal = unknown_campaign()
if refusal then return refusal end

local put_away = messages.put_away(args.texter, args.message)
if put_away then
  touch(args.texter)
  announce()
end
return cmsgpack.pack(put_away)
