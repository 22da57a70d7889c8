--[[
  Give back what a texter holds, `most` conversations at a time; asked again it goes on, until fewer than that moved.

  args.texter
  args.lanes  list of lanes
  args.most   how many conversations at once

  Returns  how many moved
  Refuses  unknown_campaign
  Tells    the texter's console, the campaign
]]
-- include guards
-- include announce
-- include move

local refusal = unknown_campaign()
if refusal then return refusal end

-- Only holders hold anything. The buckets of former ones may be there yet while contacts' data are being deleted.
if redis.call("SISMEMBER", key.holders, args.texter) == 0 then return cmsgpack.pack(0) end

local moved = move.give_back(args.texter, args.lanes, args.most)
if moved > 0 then
  if move.holds_nothing_open(args.texter) then
    day.done(args.texter)
  end
  announce({by = args.texter, taken = true})
end
return cmsgpack.pack(moved)
