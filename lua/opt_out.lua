--[[
  A contact is not to be texted any more; the account has noted it already. Doing it again changes nothing.

  KEYS[1] campaign
  args.conversation

  Returns  the conversation
  Refuses  unknown_campaign, unknown_conversation
  Tells    its holder's console, the conversation, the campaign
]]
-- include known
-- include announce
-- include clock

local refusal = unknown_conversation(args.conversation)
if refusal then return refusal end

local holder, lane = move.where(args.conversation)
if lane ~= "opted_out" then
  move.one(args.conversation, holder, "opted_out", now())
end
return announce_conversation(args.conversation)
