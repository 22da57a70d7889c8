--[[
  A contact who had opted out may be texted again; the account has noted it already. One who wrote after opting out
  waits for an answer, all others go back to the lane they were in. If the holder is no sender any more, nobody holds
  it. Doing it again changes nothing.

  args.conversation
  args.by?  name of the member who did it; left out for a text from the contact
  args.at   when the account noted it, in ms: an opt-out noted later counts

  Returns  the conversation
  Refuses  unknown_campaign, unknown_conversation
  Tells    its holder's console, the conversation, the campaign; nobody when nothing has changed
]]
-- include guards
-- include opt_outs
-- include announce

local refusal = unknown_conversation(args.conversation)
if refusal then return refusal end

if opt(args.conversation, false, args.by, args.at) then
  return announce_conversation(args.conversation)
end
return cmsgpack.pack(describe.whole_conversation(args.conversation))
