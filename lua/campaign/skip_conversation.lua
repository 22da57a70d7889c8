--[[
  Skip a first message: it goes to the end of those that its texter holds. Skipped a second time by the same texter, it
  becomes unassigned, and comes last there; its texter then waits for no more.

  args.texter
  args.conversation

  Returns  the conversation
  Refuses  unknown_campaign, unknown_conversation, not_active, not_yours, not_a_sender, already_sent
  Tells    the texter's console, the conversation, the campaign
]]
-- include guards
-- include hours
-- include announce

local refusal = unknown_conversation(args.conversation)
if refusal then return refusal end
if status() ~= "active" then return refuse("not_active") end
refusal = not_theirs(args.conversation, args.texter)
if refusal then return refusal end
local holder, lane = move.where(args.conversation)
if lane ~= "initial" then return refuse("already_sent") end

local place = zoned.place(hours.zone(args.conversation), zoned.last(redis.call("HINCRBY", KEYS[1], "skips", 1)))
if redis.call("HGET", key.skipped, args.conversation) == tostring(holder) then
  redis.call("HDEL", key.skipped, args.conversation)
  move.one(args.conversation, NOBODY, "initial", place)
  room.leave(args.texter) -- who waits would get it again at once
else
  redis.call("HSET", key.skipped, args.conversation, holder)
  move.one(args.conversation, holder, "initial", place)
end
return announce_conversation(args.conversation, args.texter)
