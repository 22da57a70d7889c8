-- include clock
-- include bucket
-- include at_hand
-- include contacts
-- include find
-- The deletion of the data of a campaign's contacts. It begins with all that is seen: counters, contacts and buckets
-- are gone at once, under other names. There they are taken out in pieces: a store that frees the memory of a million
-- contacts at once is slow for others meanwhile, although another thread does it.
local NONE = {"contacts", 0, "held_initial", 0, "held_reply", 0, "held_quiet", 0, "closed", 0, "opted_out", 0,
  "sent", 0, "fields", "[]", "merge_fields", "[]", "lacking", "[]", "unknown_field", ""}
local BY_CONVERSATION = {"contacts", "where", "opt_outs", "lines", "undos", "skipped"} -- hashes
local IN_ORDER = {"initial", "reply", "quiet", "closed", "opted_out", "waiting", "bulk_later", "to_look_up", "held",
  "undoable", "replying"}
local QUEUES = {"answers", "outbox"}

local erasing = {}

-- Return the name under which a key waits to be taken out: a key by its name in keys.py, or the bucket of nobody in a
-- lane.
local function doomed(name)
  return under("doomed", name)
end

-- Begin to delete. Note the counts that the campaign had, and how many conversations may have texts.
function erasing.begin()
  local had = redis.call("HMGET", KEYS[1], "contacts", "sent", "closed", "opted_out", "picture", "picture_sent")
  local all = contacts.now()
  for _, token in ipairs({had[5] or "", had[6] or ""}) do
    redis.call("UNLINK", under("picture", token))
  end
  local answered = redis.call("SCARD", key.answered)
  at_hand.count_for_good()
  local names = {}
  for name, whole in pairs(key) do
    names[name] = whole
  end
  for _, lane in ipairs(LANES) do
    names[lane] = bucket.name(NOBODY, lane)
  end
  for name, whole in pairs(names) do
    if redis.call("EXISTS", whole) == 1 then redis.call("RENAME", whole, doomed(name)) end
  end
  for span = 0, find.span(tonumber(had[1])) do
    local name = "find:" .. span
    if redis.call("EXISTS", under(name)) == 1 then redis.call("RENAME", under(name), doomed(name)) end
  end
  redis.call("HDEL", KEYS[1], "picture", "picture_sent", "picture_first", "picture_replies", "landlines", "here",
    "lookup_trouble", "waits", "over_budget", "sender_token", "bulk_at", "zones", "zoned", "windows", "windows_until",
    "turned", "turns_at", "waited", "erased_sent", "skips", "removed", "indexed",
    "ledger_last", "ledger_trimmed")
  redis.call("HSET", KEYS[1], "to_empty", had[1], "emptied", 0, "erased", cjson.encode({
    at = now(), contacts = all, sent = tonumber(had[2]), answered = answered, closed = tonumber(had[3]),
    opted_out = tonumber(had[4]),
  }), unpack(NONE))
end

-- Forget all of the campaign but its version, and how far the rest is taken out.
function erasing.leave_the_number()
  local kept = redis.call("HMGET", KEYS[1], "v", "to_empty", "emptied")
  redis.call("DEL", KEYS[1])
  redis.call("HSET", KEYS[1], "v", kept[1], "to_empty", kept[2] or 0, "emptied", kept[3] or 0, "deleted_at", now(),
    "status", "archived", "title", "", "script", "", "self_assign", 0, "bulk_send", 0, unpack(NONE))
end

-- Take out the texts of one conversation, and the pictures that went with them.
local function take_out_texts(conversation)
  local texts = under("texts", conversation)
  for _, packed in ipairs(redis.call("LRANGE", texts, 0, -1)) do
    local text = cmsgpack.unpack(packed)
    if text.p then redis.call("UNLINK", under("picture", text.p)) end
  end
  redis.call("UNLINK", texts)
end

local function take_out_contacts(conversations)
  local phones = {}
  for _, packed in ipairs(redis.call("HMGET", doomed("contacts"), unpack(conversations))) do
    phones[#phones + 1] = packed and cjson.decode(packed)[3] or nil
  end
  if #phones > 0 then redis.call("HDEL", doomed("phones"), unpack(phones)) end
  labels.take_out(conversations, doomed("labels"), doomed("labelled"))
  for _, name in ipairs(BY_CONVERSATION) do
    redis.call("HDEL", doomed(name), unpack(conversations))
  end
  -- None of these has more members than there are conversations, so they go along with them.
  for _, name in ipairs(IN_ORDER) do
    redis.call("ZPOPMIN", doomed(name), #conversations)
  end
  for _, name in ipairs(QUEUES) do
    redis.call("LPOP", doomed(name), #conversations)
  end
end

-- Take out the next conversations, at most so many. Return how many that were.
function erasing.take_out_conversations(most)
  local noted = redis.call("HMGET", KEYS[1], "to_empty", "emptied")
  local last = math.min(tonumber(noted[1]), noted[2] + most)
  local conversations = {}
  for conversation = noted[2] + 1, last do
    conversations[#conversations + 1] = conversation
    take_out_texts(conversation)
  end
  if #conversations > 0 then take_out_contacts(conversations) end
  for span = find.span(noted[2]), find.span(last) do
    redis.call("UNLINK", doomed("find:" .. span))
  end
  redis.call("HSET", KEYS[1], "emptied", last)
  return #conversations
end

-- Take out what former holders held, about so many conversations. Return how many, with those holders who hold nothing
-- any more; and these holders.
function erasing.take_out_holders(most)
  local taken, done = 0, {}
  for _, holder in ipairs(redis.call("SRANDMEMBER", doomed("holders"), most)) do
    if taken >= most then break end
    local left = 0
    for _, lane in ipairs(LANES) do
      taken = taken + #bucket.take(holder, lane, math.max(0, most - taken)) / 2
      left = left + bucket.size(holder, lane)
    end
    if left == 0 then
      redis.call("SREM", doomed("holders"), holder)
      taken, done[#done + 1] = taken + 1, tonumber(holder)
    end
  end
  return taken, done
end

-- Take out what little is left, once there are no conversations and no former holders.
function erasing.finish()
  for name in pairs(key) do
    redis.call("UNLINK", doomed(name))
  end
  for _, lane in ipairs(LANES) do
    redis.call("UNLINK", doomed(lane))
  end
  redis.call("HDEL", KEYS[1], "to_empty", "emptied")
end
