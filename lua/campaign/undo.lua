--[[
  Undo a texter's last act in a conversation, if nothing else has happened to it and the time for that isn't over. A
  text that was held is as if it had never been, and the conversation is where it was.

  args.texter
  args.conversation

  Returns  the conversation; of an opt-out, which the account undoes first and then opt_in here, {phone, at}: when the
           account noted it, in ms
  Refuses  unknown_campaign, unknown_conversation, not_yours, not_a_sender, too_late
  Tells    the texter's console, the conversation, the campaign; nobody of an opt-out
]]
-- include guards
-- include undoing
-- include announce

local refusal = not_theirs(args.conversation, args.texter)
if refusal then return refusal end
local act = undoing.last(args.conversation)
if not act or act.by ~= args.texter then return refuse("too_late") end
if act.did == "opt_out" then
  local contact = cjson.decode(redis.call("HGET", key.contacts, args.conversation))
  return cmsgpack.pack({phone = contact[3], at = act.at})
end

undoing.undo(args.conversation, act, args.texter)
return announce_conversation(args.conversation, args.texter)
