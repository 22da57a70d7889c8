--[[
  Hand conversations of one lane from one holder, or from the unassigned, to a sender. An admin asks for this. `most`
  move at a time: asked again it goes on, until fewer than that moved.

  args.holder  id of the old holder; 0 for the unassigned ones
  args.to      id of the sender who gets them
  args.lane
  args.most    how many conversations at once
  args.by      {name, move}: the admin, for the old holder to read, and the id of the move

  Returns  how many moved
  Refuses  unknown_campaign, archived, not_a_sender (the new holder isn't one, or the old one has never been)
  Tells    both consoles, the campaign
]]
-- include guards
-- include announce
-- include marks
-- include move

local refusal = unknown_campaign()
if refusal then return refusal end
if status() == "archived" then return refuse("archived") end
if redis.call("SISMEMBER", key.senders, args.to) == 0 then return refuse("not_a_sender") end
if args.holder ~= NOBODY and redis.call("SISMEMBER", key.holders, args.holder) == 0 then
  return refuse("not_a_sender")
end

local moved = move.hand_over(args.most, args.lane, args.holder, args.to)
if moved > 0 then
  move.notice(args.holder, args.by, moved)
  marks.note("reassigned", moved, args.by.name)
  announce({taken = true})
end
return cmsgpack.pack(moved)
