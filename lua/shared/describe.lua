-- include move
-- include draft
-- include opt_outs
-- include day
-- What things look like now. Snapshots and announcements both say it with this, so a console that has just opened
-- and one that has been open all day agree. What is null is left out; server/things.py puts it back.
local CAMPAIGN = tonumber(KEYS[1]:match("%d+"))

local describe = {}

-- {title, status, …}: the campaign's settings and how many conversations are where.
function describe.campaign()
  local hash = redis.call("HMGET", KEYS[1], "title", "status", "script", "self_assign", "batch_size", "bulk_send",
    "sender_token", "fields", "contacts", "held_initial", "held_reply", "held_quiet", "closed", "opted_out", "sent",
    "v", "unknown_field", "lacking", "merge_fields")
  local unknown, lacking = hash[17], hash[18] and cjson.decode(hash[18])
  if not unknown then -- an older version hasn't noted it
    unknown, lacking = draft.fit(draft.parts())
  end
  local thing = {
    id = CAMPAIGN,
    title = hash[1],
    status = hash[2],
    script = hash[3],
    self_assign = hash[4] == "1",
    batch_size = tonumber(hash[5] or nil),
    bulk_send = hash[6] == "1",
    sender_link = hash[7] and hash[2] ~= "draft" and "/join/" .. hash[7] or nil,
    sender_link_enabled = hash[7] and true or false,
    fields = cjson.decode(hash[8]),
    merge_fields = hash[19] and cjson.decode(hash[19]) or draft.offered(),
    lacking = {},
    unknown_field = unknown or "",
    contacts = tonumber(hash[9]),
    unassigned = {},
    held = {initial = tonumber(hash[10]), reply = tonumber(hash[11]), quiet = tonumber(hash[12])},
    closed = tonumber(hash[13]),
    opted_out = tonumber(hash[14]),
    sent = tonumber(hash[15]),
    senders = redis.call("SCARD", key.senders),
    v = tonumber(hash[16]),
  }
  for i, lack in ipairs(lacking) do
    thing.lacking[i] = {field = lack.field, contacts = lack.contacts}
  end
  for _, lane in ipairs(OPEN_LANES) do
    thing.unassigned[lane] = bucket.size(NOBODY, lane)
  end
  return thing
end

-- {id, sender, moved, sent, day, taken, last_active, initial, reply, …}: what a console and a sender's row are made of.
function describe.texter(member)
  local thing = {
    id = tonumber(member),
    sender = redis.call("SISMEMBER", key.senders, member) == 1,
    moved = tonumber(redis.call("HGET", key.moved, member) or 0),
    sent = tonumber(redis.call("HGET", key.sent, member) or 0),
    day = day.of(member),
  }
  for _, lane in ipairs(LANES) do
    thing[lane] = bucket.size(member, lane)
  end
  local taken = redis.call("HGET", key.notices, member)
  thing.last_active = tonumber(redis.call("HGET", key.active, member) or nil)
  thing.taken = taken and cmsgpack.unpack(taken) or nil
  return thing
end

-- {id, holder, lane, contact, texts, draft, waiting_since, opt_outs}: with its last text only, or with all.
function describe.conversation(conversation, all_texts)
  local holder, lane = move.where(conversation)
  local texts = {}
  local length = redis.call("LLEN", under("texts", conversation))
  local first = all_texts and 1 or math.max(length, 1)
  for i, packed in ipairs(redis.call("LRANGE", under("texts", conversation), first - 1, -1)) do
    local text = cmsgpack.unpack(packed)
    texts[i] = {
      id = first + i - 1, direction = text.d, text = text.t, at = text.at, status = text.s,
      why = text.w, media = text.m, also_in = text.o,
    }
  end
  local contact = redis.call("HGET", key.contacts, conversation)
  local thing = {
    id = tonumber(conversation),
    holder = holder ~= NOBODY and holder or nil,
    lane = lane,
    contact = contact,
    texts = texts,
  }
  if lane == "reply" then
    thing.waiting_since = tonumber(bucket.place(holder, lane, conversation))
  end
  for i, note in ipairs(opt_outs_of(conversation)) do
    thing.opt_outs = thing.opt_outs or {}
    thing.opt_outs[i] = {opted_out = note.out, by = note.by, at = note.at}
  end
  if lane == "initial" then
    thing.draft = draft.render(draft.parts(), cjson.decode(contact))
  end
  return thing
end

-- The same with all its texts, at the version that the campaign has now.
function describe.whole_conversation(conversation)
  local thing = describe.conversation(conversation, true)
  thing.v = tonumber(redis.call("HGET", KEYS[1], "v"))
  return thing
end
