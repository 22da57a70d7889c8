--[[
  Hand numbers to a process of the campaign's carrier, to be looked up. Until its answer is noted, each is handed out
  again after some time: if that process was killed, what it asked for is paid for twice.

  args.name   name of the carrier
  args.most   how many at once
  args.again  ms until they are handed out again

  Returns  list of {conversation, phone}; empty if the campaign has another carrier or is archived
  Refuses  unknown_campaign
]]
-- include guards
-- include clock

local refusal = unknown_campaign()
if refusal then return refusal end

local taken = {}
local own = redis.call("HGET", KEYS[1], "carrier")
if own ~= args.name or status() == "archived" then return cmsgpack.pack(taken) end
local due = redis.call("ZRANGEBYSCORE", key.to_look_up, "-inf", now(), "LIMIT", 0, args.most)
for i, conversation in ipairs(due) do
  redis.call("ZADD", key.to_look_up, now() + args.again, conversation)
  local contact = cjson.decode(redis.call("HGET", key.contacts, conversation))
  taken[i] = {conversation = tonumber(conversation), phone = contact[3]}
end
return cmsgpack.pack(taken)
