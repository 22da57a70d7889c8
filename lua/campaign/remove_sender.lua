--[[
  Take a sender out of a campaign, and give back what they hold in the open lanes, since only a sender can answer it.
  `most` conversations move at a time; asked again it goes on, until fewer than that moved.

  args.member
  args.most  how many conversations at once

  Returns  how many moved
  Refuses  unknown_campaign, not_a_sender (they have never been one)
  Tells    the member's console, the campaign; nobody when nothing has changed
]]
-- include guards
-- include announce
-- include move

local refusal = unknown_campaign()
if refusal then return refusal end
if redis.call("SISMEMBER", key.holders, args.member) == 0 then return refuse("not_a_sender") end

local removed = redis.call("SREM", key.senders, args.member)
local moved = move.give_back(args.member, OPEN_LANES, args.most)
if removed + moved > 0 then
  room.remove(args.member)
  touch(args.member)
  announce({taken = true})
end
return cmsgpack.pack(moved)
