--[[
  Return a reply with its merge fields filled in for the contact of a conversation: a canned one, the one that goes with
  an answer of the survey, or the texter's own.

  args.conversation
  args.texter    the texter, who must hold it
  args.canned?   id of the canned reply
  args.answer?   id of the answer
  args.message?  the texter's own, as merge.py takes it apart

  Returns  {text}
  Refuses  unknown_campaign, unknown_conversation, not_yours, not_a_sender, erased, unknown_reply
  Changes  nothing
]]
-- include guards
-- include at_hand
-- include draft

local refusal = not_theirs(args.conversation, args.texter)
if refusal then return refusal end
if was_erased(args.conversation) then return refuse("erased") end
local reply = (args.canned and at_hand.reply("canned", args.canned))
  or (args.answer and at_hand.reply("answer", args.answer)) or nil
local message = args.message or (reply and reply[4])
if not message then return refuse("unknown_reply") end

local contact = cjson.decode(redis.call("HGET", key.contacts, args.conversation))
return cmsgpack.pack({text = draft.render(cjson.decode(message).parts, contact)})
