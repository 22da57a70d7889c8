--[[
  Hand queued texts to a carrier process. What it has taken and not reported it gets again: it knows which of those it
  has handed over. What another one took over a minute ago and never reported has an unknown fate, and is never sent
  again.

  args.carrier  name of the carrier process
  args.count    how many at once

  Returns  list of {conversation, id, phone, text, at}; empty while the campaign isn't active
  Refuses  unknown_campaign
  Tells    the conversations whose text's fate is now unknown
]]
-- include guards
-- include announce
-- include clock
-- include texts

local LEASE = 60 * 1000

local refusal = unknown_campaign()
if refusal then return refusal end

local at, mine, lost = now(), {}, {}
local sending = redis.call("HGETALL", key.sending)
for i = 1, #sending, 2 do
  local carrier, since = sending[i + 1]:match("^(.*):(%d+)$")
  if carrier == args.carrier then
    mine[#mine + 1] = sending[i]
  elseif at - since > LEASE then
    lost[#lost + 1] = sending[i]
  end
end
for _, name in ipairs(lost) do
  local conversation, id = name:match("^(%d+):(%d+)$")
  redis.call("HDEL", key.sending, name)
  if set_status(conversation, id, "unknown") then
    announce({conversation = describe.conversation(conversation, true)})
  end
end

while status() == "active" and #mine < args.count do
  local name = redis.call("LPOP", key.outbox)
  if not name then break end
  redis.call("HSET", key.sending, name, args.carrier .. ":" .. at)
  mine[#mine + 1] = name
end

local texts = {}
for i, name in ipairs(mine) do
  local conversation, id = name:match("^(%d+):(%d+)$")
  local text = cmsgpack.unpack(redis.call("LINDEX", under("texts", conversation), id - 1))
  local contact = cjson.decode(redis.call("HGET", key.contacts, conversation))
  texts[i] = {
    conversation = tonumber(conversation), id = tonumber(id), phone = contact[3], text = text.t, at = text.at,
  }
end
return cmsgpack.pack(texts)
