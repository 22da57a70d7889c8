--[[
  Add contacts to a campaign; each new one is an unassigned conversation. A phone that is there already stays as it is.

  args.contacts  list of {phone in E.164, JSON [first name, last name, phone, {field: value}], zone?}, see
                 server/contacts/zones.py
  args.find?     for each contact the list of its fields in the index (server/words/names.py)
  args.columns   the columns they came with, as merge.py packs them: JSON [[name as compared, name, place?]…]

  Returns  a list, for each contact 1 (added) or 0 (there already)
  Refuses  unknown_campaign, archived, no_column (launched, with a field in the message that these columns lack)
  Tells    the campaign; nobody when all are there already
]]
-- include guards
-- include find
-- include announce
-- include marks

local refusal = unknown_campaign()
if refusal then return refusal end
if status() == "archived" then return refuse("archived") end

local function no_column()
  for _, field in ipairs(status() ~= "draft" and draft.parts() or {}) do
    if field.f and not field.d and not columns.has(args.columns, field) then
      return refuse("no_column " .. field.f)
    end
  end
end
refusal = no_column()
if refusal then return refusal end

-- Few commands for many contacts: each is written to the store's file, and run again when it starts.
local function set(hash, fields)
  for first = 1, #fields, CHUNK do
    redis.call("HSET", hash, unpack(fields, first, math.min(first + CHUNK - 1, #fields)))
  end
end

local function phones_in_campaign()
  local found = {}
  for first = 1, #args.contacts, CHUNK do
    local some = {}
    for i = first, math.min(first + CHUNK - 1, #args.contacts) do
      some[#some + 1] = args.contacts[i][1]
    end
    for i, conversation in ipairs(redis.call("HMGET", key.phones, unpack(some))) do
      found[some[i]] = conversation
    end
  end
  return found
end

local conversation = tonumber(redis.call("HGET", KEYS[1], "contacts"))
local known, phones, kept = phones_in_campaign(), {}, {}
local added, new = {}, {}
for i, contact in ipairs(args.contacts) do
  added[i] = known[contact[1]] and 0 or 1
  if added[i] == 1 then
    conversation = conversation + 1
    known[contact[1]] = conversation
    phones[#phones + 1] = contact[1]
    phones[#phones + 1] = conversation
    new[#new + 1] = {conversation, contact[2], contact[3], args.find and args.find[i]}
  end
end
if #new == 0 then return cmsgpack.pack(added) end

local list, places, zones = columns.list(args.columns), {}, 0
for i, one in ipairs(new) do
  local zone = one[3] and hours.number(one[3]) or 0 -- a server of an older version sends none
  zones = zones + (one[3] and 1 or 0)
  kept[2 * i - 1] = one[1]
  kept[2 * i] = one[2]:sub(1, -2) .. "," .. list .. (zone > 0 and "," .. zone or "") .. "]"
  places[2 * i - 1], places[2 * i] = one[1], zoned.place(zone, one[1])
  one[2] = cjson.decode(one[2])
end
set(key.phones, phones)
set(key.contacts, kept)
bucket.put(NOBODY, "initial", places)
ledger.added(new[1][1], conversation)
redis.call("HINCRBY", KEYS[1], "zoned", zones)
if args.find and find.indexed() == new[1][1] - 1 then -- else index_contacts adds them, with those before them
  local found = {}
  for i, one in ipairs(new) do
    found[i] = {one[1], one[4]}
  end
  find.add(found)
  redis.call("HSET", KEYS[1], "indexed", conversation)
end
redis.call("HSET", KEYS[1], "contacts", conversation)
columns.count(list, new)
columns.note(list)
draft.note()
marks.note("imported", #new)

announce()
return cmsgpack.pack(added)
