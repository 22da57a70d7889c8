--[[
  Note what has become of a text, as its carrier reports it. One that wasn't sent isn't counted any more. Reporting it
  again changes nothing.

  args.conversation
  args.text    id of the text
  args.at?     when it was queued, in ms. If the store went back, another text may have this id by now: it stays as
               it is
  args.status  sent, delivered, failed, unknown, or not_sent (the contact opted out in time, or another campaign has
               just texted them: then `why` says so)
  args.name?   name of the carrier
  args.settled?  true: of an unknown one, nobody can find out more
  args.why?    why it failed or wasn't sent, a sentence for people
  args.reference?  the carrier's name for the text

  Returns  whether the text has changed
  Refuses  unknown_campaign, unknown_conversation
  Tells    the conversation
]]
-- include guards
-- include announce
-- include texts
-- include next_texts

local refusal = unknown_conversation(args.conversation)
if refusal then return refusal end

if args.at then
  local packed = redis.call("LINDEX", under("texts", args.conversation), args.text - 1)
  if not packed or cmsgpack.unpack(packed).at ~= args.at then return cmsgpack.pack(false) end
end
local name = args.conversation .. ":" .. args.text
local taken = (redis.call("HGET", key.sending, name) or ""):match(":(%d+)$")
redis.call("HDEL", key.sending, name)
local changed = set_status(args.conversation, args.text, args.status,
  {why = args.why, reference = args.reference, carrier = args.name})
if args.settled then
  redis.call("HDEL", key.unsure, name)
end
if changed then
  if taken and args.status == "not_sent" then
    local _, _, text = queue.text(name)
    uncount(text, tonumber(taken))
  end
  announce({conversation = args.conversation})
end
return cmsgpack.pack(changed)
