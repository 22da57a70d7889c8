--[[
  Add contacts to a campaign; each new one is an unassigned conversation. A phone that is there already stays as it is.

  KEYS[1] campaign
  args.contacts  list of {phone in E.164, JSON [first name, last name, phone, {field: value}]}
  args.fields    names of the columns they came with; kept are those in which a new contact has something

  Returns  a list, for each contact 1 (added) or 0 (there already)
  Refuses  unknown_campaign, archived
  Tells    the campaign
]]
-- include known
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if status() == "archived" then return refuse("archived") end

local fields = cjson.decode(redis.call("HGET", KEYS[1], "fields"))
local missing = {} -- columns that no contact has anything in, up to now
for _, name in ipairs(args.fields) do
  missing[name] = true
end
for _, name in ipairs(fields) do
  missing[name] = nil
end

local conversation = tonumber(redis.call("HGET", KEYS[1], "contacts"))
local added, new = {}, {}
for i, contact in ipairs(args.contacts) do
  added[i] = redis.call("HSETNX", key.phones, contact[1], conversation + 1)
  if added[i] == 1 then
    conversation = conversation + 1
    redis.call("HSET", key.contacts, conversation, contact[2])
    new[#new + 1] = conversation
    new[#new + 1] = conversation
    for name in pairs(next(missing) and cjson.decode(contact[2])[4] or {}) do
      missing[name] = nil
    end
  end
end
bucket.put(NOBODY, "initial", new)
redis.call("HSET", KEYS[1], "contacts", conversation)

local known = {}
for _, name in ipairs(fields) do
  known[name] = true
end
for _, name in ipairs(args.fields) do
  if not known[name] and not missing[name] then
    known[name] = true
    fields[#fields + 1] = name
  end
end
if #fields > 0 then -- an empty Lua table would be written as {}
  redis.call("HSET", KEYS[1], "fields", cjson.encode(fields))
end

announce()
return cmsgpack.pack(added)
