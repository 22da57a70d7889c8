--[[
  Erase what is known of one contact, who has asked for it: name, phone, fields, texts, line type and the notes of
  opt-outs, tags and answers. The conversation stays where it is counted, with a contact called Erased. If it was open,
  it is closed; texts of it that are queued are never sent. A text that is with a carrier has to be done with first.
  Doing it again changes nothing.

  args.conversation
  args.find?  {was: [first name, last name, phone] as they were read, fields: those that they have in the index}

  Returns  {conversation, files}: the conversation; the files that came with its texts, a list of {the carrier's name,
           its address of the file}
  Refuses  unknown_campaign, unknown_conversation, text_on_its_way, try_again (the contact has changed since it was
           read)
  Tells    its holder's console, the conversation, the campaign; nobody when it is erased already
]]
-- include guards
-- include announce
-- include clock
-- include queue
-- include undoing
-- include find

local conversation = args.conversation
local refusal = unknown_conversation(conversation)
if refusal then return refusal end
if was_erased(conversation) then
  return cmsgpack.pack({conversation = describe.whole_conversation(conversation), files = {}})
end
local texts, files = redis.call("LRANGE", under("texts", conversation), 0, -1), {}
for id in ipairs(texts) do
  if redis.call("HEXISTS", key.sending, conversation .. ":" .. id) == 1 then return refuse("text_on_its_way") end
end
local contact = cjson.decode(redis.call("HGET", key.contacts, conversation))
if find.outdated(contact, args.find) then return refuse("try_again") end

undoing.drop(conversation)
for id, packed in ipairs(texts) do
  local text, name = cmsgpack.unpack(packed), conversation .. ":" .. id
  if text.d == "out" then queue.remove(name, text) end -- also one that was reported on while it was queued again
  redis.call("ZREM", key.waiting, name)
  redis.call("HDEL", key.unsure, name)
  for _, file in ipairs(text.f or {}) do
    files[#files + 1] = {text.b or "", file[1]}
  end
  if id == 1 and text.d == "out" then redis.call("HINCRBY", KEYS[1], "erased_sent", 1) end
end
redis.call("UNLINK", under("texts", conversation))

-- Its list stays with the contact, for the count of columns. A zone that isn't known is written as 0.
redis.call("HSET", key.contacts, conversation, ('["Erased","","",{},%s,0]'):format(tostring(contact[5] or false)))
if not contact[6] then redis.call("HINCRBY", KEYS[1], "zoned", 1) end
redis.call("HDEL", key.phones, contact[3])
if args.find then find.remove(conversation, args.find.fields) end
lines.forget(conversation)
redis.call("ZREM", key.bulk_later, conversation)
redis.call("HDEL", key.opt_outs, conversation)
redis.call("HDEL", key.skipped, conversation)
redis.call("SREM", key.wrong_numbers, conversation)
labels.take_out({conversation}, key.labels, key.labelled)
redis.call("SADD", key.erased, conversation)

local holder, lane = move.where(conversation)
touch(holder)
if lane ~= "closed" and lane ~= "opted_out" then move.one(conversation, holder, "closed", now()) end
local thing = announce({conversation = conversation}).conversation
return cmsgpack.pack({conversation = thing, files = files})
