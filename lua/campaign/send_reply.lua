--[[
  Answer a contact, or write again to one who is quiet. If there is a text newer than the last one the texter has seen,
  the texter reads that first; for the same reason a text asked for twice is sent once.

  args.texter
  args.conversation
  args.text
  args.fields?    the merge fields that merge.py finds in the text
  args.picture?   true: the campaign's picture goes with it
  args.last_seen  id of the newest text the texter has seen
  args.question?  id of a question of the survey, and
  args.answer?    of the answer to it, which is noted in the same step
  args.close?     true: the conversation is closed in the same step

  Returns  the conversation
  Refuses  unknown_campaign, unknown_conversation, not_active, not_yours, not_a_sender, erased, opted_out,
           not_sent_yet, closed, not_up_to_date, initials_left, outside_hours (with when they begin), empty_text,
           text_too_long, field_in_text (with its name), no_picture, unknown_answer
  Tells    the texter's console, the conversation, the campaign
]]
-- include guards
-- include texts
-- include at_hand
-- include announce

local refusal, lane = not_to_be_texted(args.conversation, args.texter)
if refusal then return refusal end
if lane == "initial" then return refuse("not_sent_yet") end
if redis.call("LLEN", under("texts", args.conversation)) ~= args.last_seen then return refuse("not_up_to_date") end
if lane == "closed" then return refuse("closed") end
if hours.sendable(args.texter) > 0 then return refuse("initials_left") end
refusal = not_in_hours(args.conversation)
if refusal then return refusal end
if not args.text:find("%S") then return refuse("empty_text") end
if too_long(args.text) then return refuse("text_too_long") end
refusal = field_in_text(args.fields)
if refusal then return refusal end
local with = args.picture and picture.where_on("picture_replies") or nil
if args.picture and not with then return refuse("no_picture") end
if args.question and not at_hand.askable(args.question, args.answer) then return refuse("unknown_answer") end

send(args.conversation, args.text, args.texter, with)
if args.question then undoing.answer(args.conversation, args.question, args.answer) end
if args.close then move.one(args.conversation, args.texter, "closed", now()) end
return announce_conversation(args.conversation, args.texter)
