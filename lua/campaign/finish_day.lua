--[[
  End a texter's day in this campaign: let them wait no more, and give back what they hold in the open lanes, `most`
  conversations at a time; asked again it goes on, until fewer than that moved. Then they are done for the day, if they
  have done anything in it.

  args.texter
  args.most   how many conversations at once

  Returns  {moved, initial, reply, quiet}: how many moved, in all and by lane
  Refuses  unknown_campaign
  Tells    the texter's console, the campaign; nobody when nothing has changed
]]
-- include guards
-- include announce
-- include move

local refusal = unknown_campaign()
if refusal then return refusal end

-- Only holders hold anything. The buckets of former ones may be there yet while contacts' data are being deleted.
if redis.call("SISMEMBER", key.holders, args.texter) == 0 then
  return cmsgpack.pack({moved = 0, initial = 0, reply = 0, quiet = 0})
end

local waited = room.leave(args.texter) -- before anything goes back, or they would be served it
local given = {moved = 0}
for _, lane in ipairs(OPEN_LANES) do
  given[lane] = move.give_back(args.texter, {lane}, args.most - given.moved)
  given.moved = given.moved + given[lane]
end
local ends = move.holds_nothing_open(args.texter) and (given.moved > 0 or day.is_on(args.texter))
if ends then
  day.done(args.texter)
  touch(args.texter)
end
if given.moved > 0 or ends then
  announce({by = args.texter, taken = given.moved > 0})
elseif waited then
  announce()
end
return cmsgpack.pack(given)
