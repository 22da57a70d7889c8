--[[
  Take conversations from one holder, so that they become unassigned. An admin asks for this. `most` move at a time:
  asked again it goes on, until fewer than that moved.

  args.holder  id of the holder
  args.lanes   list of lanes
  args.most    how many conversations at once
  args.by      {name, move}: the admin, for the holder to read, and the id of the move

  Returns  how many moved
  Refuses  unknown_campaign, not_a_sender (the holder has never been one)
  Tells    the holder's console, the campaign
]]
-- include guards
-- include announce
-- include marks
-- include move

local refusal = unknown_campaign()
if refusal then return refusal end
if redis.call("SISMEMBER", key.holders, args.holder) == 0 then return refuse("not_a_sender") end

local moved = move.give_back(args.holder, args.lanes, args.most)
if moved > 0 then
  move.notice(args.holder, args.by, moved)
  marks.note("unassigned", moved, args.by.name)
  announce({taken = true})
end
return cmsgpack.pack(moved)
