--[[
  Note the time zones of contacts that came in without one, with a server of an older version. One that has a zone keeps
  it.

  args.zones  list of {conversation, zone}

  Returns  how many were noted
  Refuses  unknown_campaign
  Tells    the consoles of those who hold conversations, the campaign; nobody when none was noted
]]
-- include guards
-- include waiting
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end

local noted = 0
for _, one in ipairs(args.zones) do
  local conversation = one[1]
  local packed = redis.call("HGET", key.contacts, conversation)
  local contact = packed and cjson.decode(packed)
  if contact and not contact[6] then
    -- Written as text: decoding and encoding would make a list of an empty map.
    local zone, list = hours.number(one[2]), contact[5] and "" or ",false"
    redis.call("HSET", key.contacts, conversation, packed:sub(1, -2) .. list .. "," .. zone .. "]")
    local holder, lane = move.where(conversation)
    if lane == "initial" then bucket.put(holder, lane, {conversation, zoned.place(zone, conversation)}) end
    redis.call("ZADD", key.bulk_later, "XX", zoned.place(zone, conversation), conversation)
    noted = noted + 1
  end
end
if noted > 0 then
  redis.call("HINCRBY", KEYS[1], "zoned", noted)
  waiting.back({0})
  move.touch_holders(OPEN_LANES)
  announce()
end
return cmsgpack.pack(noted)
