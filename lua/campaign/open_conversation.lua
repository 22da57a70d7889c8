--[[
  Return a conversation with all its texts.

  args.conversation
  args.texter?  the texter, who must hold it; left out for admins

  Returns  the conversation
  Refuses  unknown_campaign, unknown_conversation, not_yours, not_a_sender
  Changes  nothing
]]
-- include guards
-- include describe

local refusal = not_theirs(args.conversation, args.texter)
if refusal then return refusal end

return cmsgpack.pack(describe.whole_conversation(args.conversation))
