--[[
  Take in a text from a contact. The conversation moves to `reply`, where it waits from its first unanswered text on, or
  to `opted_out` when the text opts out. An opted-out conversation stays there, unless the text opts in again. If the
  holder is no sender any more, the conversation becomes unassigned, since only a sender can answer. It was no wrong
  number then. The same reference again changes nothing.

  args.conversation
  args.text
  args.reference  the carrier's name for this text, kept for 7 days
  args.stop       whether the text asks for no more texts
  args.start?     whether the text asks for texts again
  args.at?        when the account noted the opt-out or its undoing, in ms; left out: now
  args.how?       as the account noted it
  args.automatic?  {kind, text} that goes out by itself; of an opt-out only if this moves the conversation
  args.wish?      whether the words may be a wish for no more texts
  args.media?     how many pictures or other files came with it, where its words don't tell
  args.files?     those files: list of {the carrier's address, type}
  args.by?        the carrier's name
  args.also_in?   titles of other campaigns that have this person, too

  Returns  the conversation
  Refuses  unknown_campaign, unknown_conversation, erased
  Tells    its holder's console, the console of whoever wrote to the contact first, the conversation, the campaign
]]
-- include guards
-- include opt_outs
-- include answered
-- include announce
-- include texts
-- include undoing

local KEPT_SECONDS = 7 * 24 * 60 * 60 -- carriers post again for hours, and whoever has read a request could for longer

local refusal = unknown_conversation(args.conversation)
if refusal then return refusal end
if was_erased(args.conversation) then return refuse("erased") end
if not redis.call("SET", under("received", args.reference), 1, "NX", "EX", KEPT_SECONDS) then
  return cmsgpack.pack(describe.conversation(args.conversation, true))
end

undoing.settle(args.conversation)
add_text(args.conversation, "in", args.text, "received",
  {m = args.media, f = args.files, b = args.files and args.by, o = args.also_in, n = args.wish})
local texter = answered.note(args.conversation) and first_texter(args.conversation)
if texter then
  day.answered(texter)
  touch(texter) -- whoever holds the conversation now: their row says how many have answered
end
redis.call("SREM", key.wrong_numbers, args.conversation)
local moved_out = false
if args.stop or args.start then
  moved_out = select(2, opt(args.conversation, {out = args.stop, at = args.at or now(), how = args.how}))
end
local holder, lane = move.where(args.conversation)
local answerer = holder
if holder ~= NOBODY and redis.call("SISMEMBER", key.senders, holder) == 0 then
  answerer = NOBODY
end
if lane ~= "opted_out" and (lane ~= "reply" or holder ~= answerer) then
  local since = lane == "reply" and bucket.place(holder, lane, args.conversation) or now()
  move.one(args.conversation, answerer, "reply", since)
end
if moved_out or not args.stop then
  send_automatic(args.conversation, args.automatic)
end
touch(holder)
return announce_conversation(args.conversation)
