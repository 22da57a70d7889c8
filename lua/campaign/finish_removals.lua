--[[
  Finish what a process that removed senders or disabled members didn't live to finish: who is no sender any more gives
  back what they hold in the open lanes, and who is disabled is no sender. At most `most` conversations at a time; asked
  again it goes on, until fewer than that moved.

  args.disabled  ids of the members who are disabled
  args.most      how many conversations at once

  Returns  how many moved
  Refuses  unknown_campaign
  Tells    the consoles of those who gave back, the campaign; nobody when nothing has changed
]]
-- include guards
-- include announce
-- include move

local refusal = unknown_campaign()
if refusal then return refusal end

local removed, moved = 0, 0
for _, member in ipairs(args.disabled) do
  if redis.call("SREM", key.senders, member) == 1 then
    removed = removed + 1
    touch(member)
  end
end
for _, member in ipairs(redis.call("SMEMBERS", key.holders)) do
  if moved < args.most and redis.call("SISMEMBER", key.senders, member) == 0 then
    moved = moved + move.give_back(tonumber(member), OPEN_LANES, args.most - moved)
  end
end
if removed + moved > 0 then announce({taken = true}) end
return cmsgpack.pack(moved)
