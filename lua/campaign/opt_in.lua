--[[
  Opt a contact in again, after the account has noted it. A contact who wrote after opting out waits for an answer, all
  others go back to the lane they were in. If the holder is no sender any more, an open conversation becomes unassigned.
  Doing it again changes nothing.

  args.conversation
  args.by?  name of the member who did it; left out if no member did
  args.at   when the account noted it, in ms; an opt-out that it noted later stands
  args.how?  as the account noted it

  Returns  the conversation
  Refuses  unknown_campaign, unknown_conversation, erased
  Tells    its holder's console, the conversation, the campaign; nobody when nothing has changed
]]
-- include guards
-- include opt_outs
-- include announce

local refusal = unknown_conversation(args.conversation)
if refusal then return refusal end
if was_erased(args.conversation) then return refuse("erased") end

if opt(args.conversation, {out = false, by = args.by, at = args.at, how = args.how}) then
  return announce_conversation(args.conversation)
end
return cmsgpack.pack(describe.whole_conversation(args.conversation))
