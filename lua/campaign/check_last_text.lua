--[[
  Check whether a texter may send a contact a last text while opting them out. Changes nothing.

  args.texter
  args.conversation
  args.text
  args.fields?  the merge fields that merge.py finds in the text

  Returns  true
  Refuses  unknown_campaign, unknown_conversation, not_active, not_yours, not_a_sender, erased, opted_out,
           not_sent_yet, text_too_long, field_in_text (with its name)
  Changes  nothing
]]
-- include guards
-- include texts

local refusal, lane = not_to_be_texted(args.conversation, args.texter)
if refusal then return refusal end
if lane == "initial" then return refuse("not_sent_yet") end
if too_long(args.text) then return refuse("text_too_long") end
refusal = field_in_text(args.fields)
if refusal then return refusal end

return cmsgpack.pack(true)
