-- include move
-- include draft
-- include opt_outs
-- include picture
-- include day
-- include settings
-- include hours
-- include money
-- include waits
-- include lines
-- include undoing
-- include at_hand
-- include taking
-- include room
-- include messages
-- Descriptions of a campaign's things as they are now. Snapshots and announcements both use them, so a console that has
-- just opened and one that has been open all day agree. A null is left out, and so is an empty map, which would be
-- written as a list; server/wire/things.py puts both back.
local CAMPAIGN = tonumber(KEYS[1]:match("%d+"))

local describe = {}

local NOTED = {"status", "fields", "contacts", "removed", "held_initial", "held_reply", "held_quiet", "closed",
  "opted_out", "picture", "sent", "v", "sender_token", "unknown_field", "lacking", "merge_fields", "segments",
  "spent", "here", "waits", "over_budget", "archived_at", "erased", "deleted_at", "at_hand", "tags", "survey",
  "launches_at", "launch_trouble"}

-- Return {title, status, …}: the campaign's settings, and how many conversations are in each lane.
function describe.campaign()
  local noted = fields_of(NOTED)
  local unknown, lacking = noted.unknown_field, noted.lacking and cjson.decode(noted.lacking)
  if not unknown then -- an older version hasn't noted it
    unknown, lacking = draft.fit(draft.parts())
  end
  local thing = {
    id = CAMPAIGN,
    status = noted.status,
    sender_link = noted.sender_token and noted.status ~= "draft" and "/join/" .. noted.sender_token or nil,
    sender_link_enabled = noted.sender_token and true or false,
    picture = picture.path(noted.picture),
    lookup = lines.progress(),
    fields = cjson.decode(noted.fields),
    merge_fields = noted.merge_fields and cjson.decode(noted.merge_fields) or draft.offered(),
    lacking = {},
    unknown_field = unknown or "",
    contacts = noted.contacts - (noted.removed or 0),
    unassigned = {},
    held = {},
    closed = tonumber(noted.closed),
    opted_out = tonumber(noted.opted_out),
    sent = tonumber(noted.sent),
    answered = redis.call("SCARD", key.answered),
    waiting_since = replying.since(),
    senders = redis.call("SCARD", key.senders),
    here = tonumber(noted.here or 0),
    room = redis.call("ZCARD", key.room),
    asking = redis.call("ZCARD", key.asking),
    segments = tonumber(noted.segments or 0),
    cost = tonumber(noted.spent or 0) > 0 and money.written(tonumber(noted.spent)) or nil,
    waits = waits_now(noted.waits),
    v = tonumber(noted.v),
    archived_at = tonumber(noted.archived_at or nil),
    launches_at = tonumber(noted.launches_at or nil),
    launch_trouble = noted.launch_trouble or nil,
    erased = noted.erased and cjson.decode(noted.erased) or nil,
    deleted = noted.deleted_at and true or nil,
    later = hours.waiting(NOBODY),
    closes = hours.closing(),
    at_hand = tonumber(noted.at_hand or 0),
  }
  thing.tags, thing.survey = at_hand.described(noted.tags, noted.survey)
  for i, lack in ipairs(lacking) do
    thing.lacking[i] = {field = lack.field, contacts = lack.contacts}
  end
  for _, lane in ipairs(OPEN_LANES) do
    thing.unassigned[lane] = bucket.size(NOBODY, lane)
    thing.held[lane] = tonumber(noted["held_" .. lane])
  end
  for name, value in pairs(settings.now()) do
    thing[name] = value
  end
  thing.over_budget = over_budget(money.millionths(thing.budget), noted.over_budget)
  return thing
end

-- Return {id, sender, moved, sent, day, later, taken, idle, only, most_held, most_a_day, today, approved, asking,
-- waits_since, served, last_active, texts_sent, answered, message, initial, reply, …}. The server makes a member's
-- console and a sender's row from it.
function describe.texter(member)
  local thing = {
    id = tonumber(member),
    sender = redis.call("SISMEMBER", key.senders, member) == 1,
    moved = tonumber(redis.call("HGET", key.moved, member) or 0),
    sent = tonumber(redis.call("HGET", key.sent, member) or 0),
    day = day.of(member),
    later = hours.waiting(member),
    idle = doing.warning(member),
  }
  for _, lane in ipairs(LANES) do
    thing[lane] = bucket.size(member, lane)
  end
  local caps, served = taking.caps(member), redis.call("HGET", key.served, member)
  thing.only = taking.only(member) or nil
  thing.most_held, thing.most_a_day, thing.today = caps.held, caps.day, day.taken(member)
  thing.approved, thing.waits_since = taking.approved(member), room.since(member)
  thing.asking = thing.waits_since and redis.call("ZSCORE", key.asking, member) ~= false or nil
  thing.served = served and cmsgpack.unpack(served) or nil
  local taken = redis.call("HGET", key.notices, member)
  thing.last_active = tonumber(redis.call("HGET", key.active, member) or nil)
  thing.taken = taken and cmsgpack.unpack(taken) or nil
  thing.texts_sent, thing.answered = day.tallies(member)
  thing.message = messages.of(member)
  return thing
end

-- Return {first_name, last_name, phone, fields} for a contact as it is kept.
function describe.contact(contact)
  return {
    first_name = contact[1], last_name = contact[2], phone = contact[3],
    fields = next(contact[4]) and contact[4] or nil,
  }
end

-- Return the files of a text as browsers reach them: list of {path, type}, nil if there are none. The carrier's own
-- addresses stay here.
local function files_of(conversation, id, text)
  local files = text.p and {{path = picture.path(text.p), type = "image/jpeg"}} or nil
  for i, file in ipairs(text.f or {}) do
    files = files or {}
    files[i] = {path = "/" .. table.concat({"media", CAMPAIGN, conversation, id, i}, "/"), type = file[2]}
  end
  return files
end

-- Return {id, holder, lane, contact, texts, draft, waiting_since, opt_outs, opens, undo_until, wrong_number, tags,
-- answers}. `texts` has all texts, or only the last one. `undo_until` is there while the holder may undo the last act.
function describe.conversation(conversation, all_texts)
  local holder, lane = move.where(conversation)
  local texts = {}
  local length = redis.call("LLEN", under("texts", conversation))
  local first = all_texts and 1 or math.max(length, 1)
  for i, packed in ipairs(redis.call("LRANGE", under("texts", conversation), first - 1, -1)) do
    local text = cmsgpack.unpack(packed)
    texts[i] = {
      id = first + i - 1, direction = text.d, text = text.t, at = text.at, status = text.s,
      why = text.w, media = text.m, files = files_of(conversation, first + i - 1, text), also_in = text.o,
      automatic = text.k, wish = text.n, by = text.a,
    }
  end
  local contact = cjson.decode(redis.call("HGET", key.contacts, conversation))
  local thing = {
    id = tonumber(conversation),
    campaign = CAMPAIGN,
    holder = holder ~= NOBODY and holder or nil,
    lane = lane,
    contact = describe.contact(contact),
    line = lines.of(conversation),
    texts = texts,
  }
  local tags, answers = labels.of(conversation)
  thing.tags = tags
  thing.answers = next(answers) and answers or nil
  if lane == "reply" then
    thing.waiting_since = tonumber(bucket.place(holder, lane, conversation))
  end
  local act, till = undoing.last(conversation)
  thing.undo_until = act and act.by == holder and till or nil
  thing.wrong_number = lane == "closed" and redis.call("SISMEMBER", key.wrong_numbers, conversation) == 1 or nil
  for i, note in ipairs(opt_outs_of(conversation)) do
    thing.opt_outs = thing.opt_outs or {}
    thing.opt_outs[i] = {opted_out = note.out, by = note.by, at = note.at, how = note.how}
  end
  if lane ~= "closed" and lane ~= "opted_out" then
    thing.opens = hours.opening(conversation)
    thing.picture = picture.path(picture.where_on(lane == "initial" and "picture_first" or "picture_replies"))
  end
  if lane == "initial" then
    thing.draft = draft.render(draft.parts(), contact)
  end
  return thing
end

-- Return a conversation with all its texts, and as `v` the version that the campaign has now.
function describe.whole_conversation(conversation)
  local thing = describe.conversation(conversation, true)
  thing.v = tonumber(redis.call("HGET", KEYS[1], "v"))
  return thing
end
