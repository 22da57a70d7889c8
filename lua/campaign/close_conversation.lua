--[[
  Close a conversation; it opens again when the contact writes. Closing it again changes nothing.

  args.texter?     the texter, who must hold it; left out for admins
  args.conversation
  args.last_seen?  id of the newest text that an admin has seen: if a newer one has come, the admin reads that first

  Returns  the conversation
  Refuses  unknown_campaign, unknown_conversation, not_yours, not_a_sender, opted_out, not_sent_yet, not_up_to_date
  Tells    the texter's console, the conversation, the campaign; nobody when it is closed already
]]
-- include guards
-- include announce
-- include clock
-- include undoing

local refusal = not_theirs(args.conversation, args.texter)
if refusal then return refusal end
local holder, lane = move.where(args.conversation)
if lane == "opted_out" then return refuse("opted_out") end
if lane == "initial" then return refuse("not_sent_yet") end
if args.last_seen and redis.call("LLEN", under("texts", args.conversation)) ~= args.last_seen then
  return refuse("not_up_to_date")
end

if lane == "closed" then
  return cmsgpack.pack(describe.whole_conversation(args.conversation))
end
undoing.settle(args.conversation)
local act = undoing.before(args.conversation, "close", args.texter)
move.one(args.conversation, holder, "closed", now())
undoing.keep(args.conversation, act)
return announce_conversation(args.conversation, args.texter)
