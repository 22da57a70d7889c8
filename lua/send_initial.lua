--[[
  Send the first message of a conversation: the draft, or what the texter made of it.

  KEYS[1] campaign
  args.texter
  args.conversation
  args.text?  instead of the draft

  Returns  the conversation
  Refuses  unknown_campaign, unknown_conversation, not_active, not_yours, not_a_sender, opted_out, already_sent,
           empty_text, text_too_long
  Tells    the texter's console, the conversation, the campaign
]]
-- include not_to_be_texted
-- include send

local refusal, lane = not_to_be_texted(args.conversation, args.texter)
if refusal then return refusal end
if lane ~= "initial" then return refuse("already_sent") end
local text = args.text or describe.conversation(args.conversation).draft
if not text:find("%S") then return refuse("empty_text") end
if too_long(text) then return refuse("text_too_long") end

send(args.conversation, text)
return announce_conversation(args.conversation)
