--[[
  Correct a contact of a draft: names, phone and fields are as given from now on.

  args.conversation
  args.phone    in E.164
  args.contact  JSON [first name, last name, phone, {field: value}]
  args.find?    {was: [first name, last name, phone] as they were read, fields: those that they had in the index, now:
                those that they get}
  args.zone     their time zone, see server/contacts/zones.py

  Returns  the conversation
  Refuses  unknown_campaign, unknown_conversation, not_draft, erased, unknown_column (with its name), opted_out (so the
           number stays), has_texts (likewise), same_phone (another contact has it), try_again (the contact has changed
           since it was read)
  Tells    its holder's console, the conversation, the campaign; nobody when nothing has changed
]]
-- include guards
-- include find
-- include announce

local conversation = args.conversation
local refusal = unknown_conversation(conversation)
if refusal then return refusal end
if status() ~= "draft" then return refuse("not_draft") end
if was_erased(conversation) then return refuse("erased") end

local packed = redis.call("HGET", key.contacts, conversation)
local before = cjson.decode(packed)
local holder, lane = move.where(conversation)
for name in pairs(cjson.decode(args.contact)[4]) do
  if not before[4][name] and not columns.may_have(before[5], name) then return refuse("unknown_column " .. name) end
end
if find.outdated(before, args.find) then return refuse("try_again") end
local another_phone = before[3] ~= args.phone
if another_phone then
  if lane == "opted_out" then return refuse("opted_out") end
  if redis.call("EXISTS", under("texts", conversation)) == 1 then return refuse("has_texts") end
  if redis.call("HEXISTS", key.phones, args.phone) == 1 then return refuse("same_phone") end
end

-- Written as text: decoding and encoding would make a list of an empty map.
local zone, list = hours.number(args.zone), before[5] or false
local after = args.contact:sub(1, -2) .. "," .. tostring(list) .. "," .. zone .. "]"
if after == packed then return cmsgpack.pack(describe.whole_conversation(conversation)) end

if args.find and conversation <= find.indexed() then
  find.remove(conversation, args.find.fields)
  find.add({{conversation, args.find.now}})
end
columns.uncount(conversation, before)
redis.call("HSET", key.contacts, conversation, after)
if list then
  columns.count(list, {{conversation, cjson.decode(after)}})
  columns.note(list)
end
if not before[6] then redis.call("HINCRBY", KEYS[1], "zoned", 1) end
if another_phone then
  redis.call("HDEL", key.phones, before[3])
  redis.call("HSET", key.phones, args.phone, conversation)
  if lines.of(conversation) == "landline" and lane == "closed" then -- closed because it was one (note_lookups.lua)
    holder, lane = NOBODY, "initial"
  end
  lines.forget(conversation)
end
if lane == "initial" then move.one(conversation, holder, lane, hours.place(conversation)) end
touch(holder)
draft.note()
return announce_conversation(conversation)
