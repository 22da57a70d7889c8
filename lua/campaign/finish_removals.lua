--[[
  Finish the removals of senders that a killed process left half done: disabled members stop being senders, and former
  senders give back what they hold in the open lanes. At most `most` conversations move at a time; asked again it goes
  on, until fewer than that moved.

  args.disabled  ids of the members who are disabled
  args.most      how many conversations at once

  Returns  how many moved
  Refuses  unknown_campaign
  Tells    the consoles of members who gave back conversations, the campaign; nobody when nothing has changed
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
    room.remove(member)
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
