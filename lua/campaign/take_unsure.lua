--[[
  Hand out the texts whose fate a carrier hasn't known for some time, so that the carrier is asked about them. Asked for
  again, each comes after the same time again, until its fate is reported.

  args.name   the carrier's name
  args.after  ms that a text's fate has been unknown, or that have passed since it was handed out here

  Returns  list of {conversation, id, phone, text, at, answer, numbers, within}
  Refuses  unknown_campaign
]]
-- include guards
-- include clock
-- include outgoing

local refusal = unknown_campaign()
if refusal then return refusal end

local texts = {}
local unsure = redis.call("HGETALL", key.unsure)
for i = 1, #unsure, 2 do
  local carrier, since = unsure[i + 1]:match("^(.*):(%d+)$")
  if carrier == args.name and since + args.after <= now() then
    redis.call("HSET", key.unsure, unsure[i], carrier .. ":" .. now())
    texts[#texts + 1] = outgoing(unsure[i])
  end
end
return cmsgpack.pack(texts)
