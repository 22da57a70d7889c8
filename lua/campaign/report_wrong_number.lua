--[[
  Note that a number isn't its contact's, and close the conversation. It opens again when somebody writes from there.
  Doing it again changes nothing.

  args.texter
  args.conversation

  Returns  the conversation
  Refuses  unknown_campaign, unknown_conversation, not_yours, not_a_sender, opted_out, closed
  Tells    the texter's console, the conversation, the campaign; nobody when it is noted already
]]
-- include guards
-- include undoing
-- include announce

local refusal = not_theirs(args.conversation, args.texter)
if refusal then return refusal end
local holder, lane = move.where(args.conversation)
if lane == "opted_out" then return refuse("opted_out") end
if redis.call("SISMEMBER", key.wrong_numbers, args.conversation) == 1 then
  return cmsgpack.pack(describe.whole_conversation(args.conversation))
end
if lane == "closed" then return refuse("closed") end

undoing.settle(args.conversation)
local act = undoing.before(args.conversation, "wrong_number", args.texter)
redis.call("SADD", key.wrong_numbers, args.conversation)
move.one(args.conversation, holder, "closed", now())
undoing.keep(args.conversation, act)
return announce_conversation(args.conversation, args.texter)
