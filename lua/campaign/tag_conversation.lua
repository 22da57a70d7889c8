--[[
  Put a tag on a conversation, or take it off. Doing it again changes nothing.

  args.texter?  the texter, who must hold it; left out for admins
  args.conversation
  args.tag      id of one of the campaign's tags
  args.on       true: it is put on; one that isn't chosen any more can only be taken off

  Returns  the conversation
  Refuses  unknown_campaign, unknown_conversation, not_yours, not_a_sender, erased, unknown_tag
  Tells    its holder, the conversation, the campaign; nobody when nothing has changed
]]
-- include guards
-- include at_hand
-- include announce

local refusal = not_theirs(args.conversation, args.texter)
if refusal then return refusal end
if was_erased(args.conversation) then return refuse("erased") end
local tag = at_hand.find(at_hand.tags(), args.tag)
if not tag or (args.on and not tag[3]) then return refuse("unknown_tag") end

if not labels.tag(args.conversation, args.tag, args.on) then
  return cmsgpack.pack(describe.whole_conversation(args.conversation))
end
return announce_conversation(args.conversation, args.texter)
