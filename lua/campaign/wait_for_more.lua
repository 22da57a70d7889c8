--[[
  Let a texter wait for the next conversations there are. If there are any now, the texter has them at once. Asking
  again changes nothing.

  args.texter

  Returns  {waits_since, served}: since when the texter waits, in ms, left out if they were served at once; `served` is
           the batch that came then, as the console tells it, else left out
  Refuses  unknown_campaign, not_active, not_a_sender, self_assign_off, initials_left, replies_left, most_held,
           most_a_day
  Tells    the texter's console, the campaign; nobody when the texter waits already
]]
-- include guards
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
local kept = taking.kept_from(args.texter)
if kept and kept ~= "first_needs_yes" then return refuse(kept) end

room.come(args.texter)
if room.enter(args.texter, kept == "first_needs_yes") then announce() end
local since = room.since(args.texter)
return cmsgpack.pack({waits_since = since, served = not since and describe.texter(args.texter).served or nil})
