--[[
  Opt a contact out, after the account has noted it: they aren't texted any more. Doing it again changes nothing.

  args.conversation
  args.by?  name of the member who did it; left out if no member did
  args.texter?  the texter who did it here, if one did, and may undo it
  args.at?  when the account noted it, in ms; an undoing that it noted later stands; left out: now
  args.how?  as the account noted it
  args.automatic?  {kind, text} that confirms it to the contact here; queued if this moves the conversation

  Returns  the conversation
  Refuses  unknown_campaign, unknown_conversation, erased
  Tells    its holder's console, the conversation, the campaign; nobody when nothing has changed
]]
-- include guards
-- include opt_outs
-- include announce
-- include texts

local refusal = unknown_conversation(args.conversation)
if refusal then return refusal end
if was_erased(args.conversation) then return refuse("erased") end

local note = {out = true, by = args.by, at = args.at or now(), how = args.how}
local act = undoing.before(args.conversation, "opt_out", args.texter)
local changed, moved = opt(args.conversation, note)
if moved then
  if act then act.at = note.at end
  send_automatic(args.conversation, args.automatic, act)
  undoing.keep(args.conversation, act)
end
if changed then
  return announce_conversation(args.conversation, args.texter)
end
return cmsgpack.pack(describe.whole_conversation(args.conversation))
