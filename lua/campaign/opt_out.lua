--[[
  Opt a contact out, after the account has noted it: they aren't texted any more. Doing it again changes nothing.

  args.conversation
  args.by?  name of the member who did it; left out for a text from the contact
  args.at?  when the account noted it, in ms; an undoing that it noted later stands; left out: now

  Returns  the conversation
  Refuses  unknown_campaign, unknown_conversation
  Tells    its holder's console, the conversation, the campaign; nobody when nothing has changed
]]
-- include guards
-- include opt_outs
-- include announce

local refusal = unknown_conversation(args.conversation)
if refusal then return refusal end

if opt(args.conversation, true, args.by, args.at or now()) then
  return announce_conversation(args.conversation)
end
return cmsgpack.pack(describe.whole_conversation(args.conversation))
