--[[
  Send the next first messages of an active campaign with bulk send, whoever holds them, in the order of import. A
  message that merging makes empty or too long is left for a texter. Whoever may not be texted now is passed over, and
  comes first when their hours begin. While 200 texts are queued it sends nothing, so
  that a reply never waits for many of these. Conversations that need no first message are passed over, at most
  500 at once.

  args.most  how many conversations at once

  Returns  how many were sent
  Refuses  unknown_campaign
  Tells    the holders' consoles, the campaign
]]
-- include guards
-- include texts
-- include announce
-- include marks

local TEXTS_QUEUED = 200
local CONVERSATIONS_PASSED_OVER = 500

local refusal = unknown_campaign()
if refusal then return refusal end
local hash = redis.call("HMGET", KEYS[1], "status", "bulk_send", "bulk_at", "contacts")
if hash[1] ~= "active" or hash[2] ~= "1" or redis.call("LLEN", key.outbox) >= TEXTS_QUEUED then
  return cmsgpack.pack(0)
end

local sent, with = 0, picture.where_on("picture_first")
local function send_first(conversation)
  local text = draft.render(draft.parts(), cjson.decode(redis.call("HGET", key.contacts, conversation)))
  if text:find("%S") and not too_long(text) then
    send(conversation, text, nil, with)
    sent = sent + 1
  end
end
local function is_initial(conversation)
  local _, lane = move.where(conversation)
  return lane == "initial"
end

local later = {}
for _, zone in ipairs(hours.open_zones()) do
  zoned.take(key.bulk_later, zone, args.most - #later / 2, later)
end
for i = 1, #later, 2 do
  if is_initial(later[i]) then send_first(later[i]) end
end

local at = tonumber(hash[3] or 0)
local last = math.min(at + args.most + CONVERSATIONS_PASSED_OVER, tonumber(hash[4]))
while sent < args.most and at < last do
  at = at + 1
  if is_initial(at) then
    if hours.any() or hours.closes(hours.zone(at), now()) then
      send_first(at)
    else
      redis.call("ZADD", key.bulk_later, hours.place(at), at)
    end
  end
end
redis.call("HSET", KEYS[1], "bulk_at", at)
if sent > 0 then
  marks.note("bulk_send", sent)
  announce()
end
return cmsgpack.pack(sent)
