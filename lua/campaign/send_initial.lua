--[[
  Send the first message of a conversation: the draft, or the texter's own version. The campaign's picture goes with it
  if the setting picture_first is on.

  args.texter
  args.conversation
  args.text?    the texter's version; left out: the draft
  args.fields?  the merge fields that merge.py finds in the text

  Returns  the conversation
  Refuses  unknown_campaign, unknown_conversation, not_active, not_yours, not_a_sender, erased, opted_out,
           already_sent, landline, wrong_number, outside_hours (with when they begin), empty_text, text_too_long,
           field_in_text (with its name; but a draft may be sent as it is)
  Tells    the texter's console, the conversation, the campaign
]]
-- include guards
-- include texts
-- include announce

local refusal, lane = not_to_be_texted(args.conversation, args.texter)
if refusal then return refusal end
if lane == "closed" and lines.of(args.conversation) == "landline" then return refuse("landline") end
if redis.call("SISMEMBER", key.wrong_numbers, args.conversation) == 1 then return refuse("wrong_number") end
if lane ~= "initial" then return refuse("already_sent") end
refusal = not_in_hours(args.conversation)
if refusal then return refusal end
local rendered = describe.conversation(args.conversation).draft
local text = args.text or rendered
if not text:find("%S") then return refuse("empty_text") end
if too_long(text) then return refuse("text_too_long") end
refusal = text ~= rendered and field_in_text(args.fields) or nil
if refusal then return refusal end

send(args.conversation, text, args.texter, picture.where_on("picture_first"))
return announce_conversation(args.conversation, args.texter)
