--[[
  A contact has written. Their conversation moves to `reply`, where it waits from their first unanswered text on, or to
  `opted_out` when the text says so; one that is opted out stays there. If its holder is no sender any more, nobody
  holds it: it is never left with someone who can't answer. The same reference again changes nothing.

  KEYS[1] campaign
  args.conversation
  args.text
  args.reference  the carrier's name for this text, kept for 24 h
  args.stop       whether the text asks for no more texts

  Returns  the conversation
  Refuses  unknown_campaign, unknown_conversation
  Tells    its holder's console, the conversation, the campaign
]]
-- include known
-- include announce
-- include text

local DAY = 24 * 60 * 60

local refusal = unknown_conversation(args.conversation)
if refusal then return refusal end
if not redis.call("SET", under("received", args.reference), 1, "NX", "EX", DAY) then
  return cmsgpack.pack(describe.conversation(args.conversation, true))
end

add_text(args.conversation, "in", args.text, "received")
local holder, lane = move.where(args.conversation)
local answerer = holder
if holder ~= NOBODY and redis.call("SISMEMBER", key.senders, holder) == 0 then
  answerer = NOBODY
end
if lane ~= "opted_out" and args.stop then
  move.one(args.conversation, holder, "opted_out", now())
elseif lane ~= "opted_out" and (lane ~= "reply" or holder ~= answerer) then
  local since = lane == "reply" and bucket.place(holder, lane, args.conversation) or now()
  move.one(args.conversation, answerer, "reply", since)
end
touch(holder)
return announce_conversation(args.conversation)
