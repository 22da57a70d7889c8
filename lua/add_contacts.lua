--[[
  Add contacts to a campaign; each new one is an unassigned conversation. A phone that is there already stays as it is.

  KEYS[1] campaign
  args.contacts  list of {phone in E.164, JSON [first name, last name, phone, {field: value}]}
  args.fields    names of the columns they came with

  Returns  a list, for each contact 1 (added) or 0 (there already)
  Refuses  unknown_campaign, archived
  Tells    the campaign
]]
-- include known
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if status() == "archived" then return refuse("archived") end

local conversation = tonumber(redis.call("HGET", KEYS[1], "contacts"))
local added, new = {}, {}
for i, contact in ipairs(args.contacts) do
  added[i] = redis.call("HSETNX", key.phones, contact[1], conversation + 1)
  if added[i] == 1 then
    conversation = conversation + 1
    redis.call("HSET", key.contacts, conversation, contact[2])
    new[#new + 1] = conversation
    new[#new + 1] = conversation
  end
end
bucket.put(NOBODY, "initial", new)
redis.call("HSET", KEYS[1], "contacts", conversation)

local fields = cjson.decode(redis.call("HGET", KEYS[1], "fields"))
local known = {}
for _, name in ipairs(fields) do
  known[name] = true
end
for _, name in ipairs(args.fields) do
  if not known[name] then
    known[name] = true
    fields[#fields + 1] = name
  end
end
if #fields > 0 then -- an empty Lua table would be written as {}
  redis.call("HSET", KEYS[1], "fields", cjson.encode(fields))
end

announce()
return cmsgpack.pack(added)
