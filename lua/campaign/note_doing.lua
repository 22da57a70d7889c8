--[[
  Note that a texter does something that changes nothing: opens a conversation, types, or says that they are still
  there. Their conversations stay with them then (lua/shared/doing.lua).

  args.texter
  args.conversation?  the one that they do it in, which they must hold
  args.typing?        true: they type in it

  Returns  when, in ms
  Refuses  unknown_campaign, unknown_conversation, not_yours, not_a_sender
  Changes  nothing that lasts
  Tells    the texter's console, the campaign, if the texter had been warned that conversations go back; else nobody
]]
-- include guards
-- include announce
-- include move
-- include clock

local refusal = unknown_campaign()
if refusal then return refusal end
if args.conversation then
  refusal = not_theirs(args.conversation, args.texter)
  if refusal then return refusal end
end
if redis.call("SISMEMBER", key.senders, args.texter) == 0 then return refuse("not_a_sender") end

if args.typing then doing.typed(args.texter, args.conversation) end
if doing.note(args.texter) then
  touch(args.texter)
  announce()
end
return cmsgpack.pack(now())
