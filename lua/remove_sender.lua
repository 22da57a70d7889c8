--[[
  Take a sender out of a campaign, and give back what they hold in the open lanes: nothing may stay with someone who
  can't answer it. Gives back `most` at a time; asked again it goes on, until fewer than that moved.

  KEYS[1] campaign
  args.member
  args.most  how many conversations at once

  Returns  how many moved
  Refuses  unknown_campaign
  Tells    the member's console, the campaign
]]
-- include known
-- include announce
-- include give_back

local refusal = unknown_campaign()
if refusal then return refusal end

redis.call("SREM", key.senders, args.member)
touch(args.member)
local moved = give_back(args.member, OPEN_LANES, args.most)
announce({taken = true})
return cmsgpack.pack(moved)
