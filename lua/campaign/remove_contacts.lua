--[[
  Remove contacts from a draft, as if they had never been added. Whoever has texts, or was erased, stays. Those who are
  removed already are passed over.

  args.conversations  ids, at most 1,000
  args.find?          for each of them {was: [first name, last name, phone] as they were read, fields: those that they
                      have in the index}

  Returns  {campaign, removed, kept}: how many were removed now, and how many stay because they have texts or were
           erased
  Refuses  unknown_campaign, not_draft, try_again (a contact has changed since it was read)
  Tells    the holders' consoles, the campaign; nobody when none was removed
]]
-- include guards
-- include find
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if status() ~= "draft" then return refuse("not_draft") end

for i, conversation in ipairs(args.find and args.conversations or {}) do
  local packed = redis.call("HGET", key.contacts, conversation)
  if packed and find.outdated(cjson.decode(packed), args.find[i]) then return refuse("try_again") end
end

local removed, kept = 0, 0
for i, conversation in ipairs(args.conversations) do
  local packed = redis.call("HGET", key.contacts, conversation)
  if packed and (was_erased(conversation) or redis.call("EXISTS", under("texts", conversation)) == 1) then
    kept = kept + 1
  elseif packed then
    local contact = cjson.decode(packed)
    move.remove(conversation)
    columns.uncount(conversation, contact)
    redis.call("HDEL", key.contacts, conversation)
    redis.call("HDEL", key.phones, contact[3])
    if args.find then find.remove(conversation, args.find[i].fields or {}) end
    if not contact[6] then redis.call("HINCRBY", KEYS[1], "zoned", 1) end -- it waits for no zone any more
    lines.forget(conversation)
    redis.call("HDEL", key.opt_outs, conversation)
    redis.call("SREM", key.wrong_numbers, conversation)
    labels.take_out({conversation}, key.labels, key.labelled)
    removed = removed + 1
  end
end
if removed == 0 then return cmsgpack.pack({campaign = describe.campaign(), removed = 0, kept = kept}) end

redis.call("HINCRBY", KEYS[1], "removed", removed)
draft.note()
return cmsgpack.pack({campaign = announce({taken = true}).campaign, removed = removed, kept = kept})
