--[[
  Note a contact's answer to a question of the survey, in place of the one before. Doing it again changes nothing.

  args.texter?  the texter, who must hold the conversation; left out for admins
  args.conversation
  args.question  id of the question
  args.answer?   id of one of its answers; left out: the contact has given none

  Returns  the conversation
  Refuses  unknown_campaign, unknown_conversation, not_yours, not_a_sender, erased, unknown_answer
  Tells    its holder, the conversation, the campaign; nobody when nothing has changed
]]
-- include guards
-- include at_hand
-- include announce

local refusal = not_theirs(args.conversation, args.texter)
if refusal then return refusal end
if was_erased(args.conversation) then return refuse("erased") end
if not at_hand.askable(args.question, args.answer) then return refuse("unknown_answer") end

if not labels.answer(args.conversation, args.question, args.answer) then
  return cmsgpack.pack(describe.whole_conversation(args.conversation))
end
return announce_conversation(args.conversation, args.texter)
