-- include clock
-- include bucket
-- The deletion of the data of a campaign's contacts. It begins with all that is seen: counters, contacts and buckets
-- are gone at once. The texts, and the buckets of those who held conversations, are more than one script may take out.
local NONE = {"contacts", 0, "held_initial", 0, "held_reply", 0, "held_quiet", 0, "closed", 0, "opted_out", 0,
  "sent", 0, "fields", "[]", "merge_fields", "[]", "lacking", "[]", "unknown_field", ""}

local erasing = {}

-- Begin to delete. Note the counts that the campaign had, and how many conversations may have texts.
function erasing.begin()
  local had = redis.call("HMGET", KEYS[1], "contacts", "sent", "closed", "opted_out", "picture", "picture_sent")
  for _, token in ipairs({had[5] or "", had[6] or ""}) do
    redis.call("UNLINK", under("picture", token))
  end
  if redis.call("EXISTS", key.holders) == 1 then redis.call("RENAME", key.holders, key.doomed) end
  for _, lane in ipairs(LANES) do
    redis.call("UNLINK", bucket.name(NOBODY, lane))
  end
  for name, whole in pairs(key) do
    if name ~= "doomed" then redis.call("UNLINK", whole) end
  end
  redis.call("HDEL", KEYS[1], "picture", "picture_sent", "picture_first", "picture_replies", "landlines",
    "lookup_trouble", "waits", "over_budget", "sender_token", "bulk_at", "zones", "zoned", "windows", "windows_until",
    "turned", "turns_at", "waited", "erased_sent")
  redis.call("HSET", KEYS[1], "to_empty", had[1], "emptied", 0, "erased", cjson.encode({
    at = now(), contacts = tonumber(had[1]), sent = tonumber(had[2]), answered = 0, closed = tonumber(had[3]),
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

-- Take out the texts of the next conversations, at most so many. Return how many conversations that were.
function erasing.take_out_texts(most)
  local noted = redis.call("HMGET", KEYS[1], "to_empty", "emptied", "erased")
  local first, last = noted[2] + 1, math.min(tonumber(noted[1]), noted[2] + most)
  local answered = 0
  for conversation = first, last do
    local texts, wrote = under("texts", conversation), 0
    for _, packed in ipairs(redis.call("LRANGE", texts, 0, -1)) do
      local text = cmsgpack.unpack(packed)
      if text.d == "in" then wrote = 1 end
      if text.p then redis.call("UNLINK", under("picture", text.p)) end
    end
    answered = answered + wrote
    redis.call("UNLINK", texts)
  end
  redis.call("HSET", KEYS[1], "emptied", last)
  if noted[3] and answered > 0 then
    local erased = cjson.decode(noted[3])
    erased.answered = erased.answered + answered
    redis.call("HSET", KEYS[1], "erased", cjson.encode(erased))
  end
  return last - first + 1
end

-- Take out the buckets of some who held conversations. Return these members.
function erasing.take_out_holders(most)
  local holders = redis.call("SPOP", key.doomed, most)
  for i, holder in ipairs(holders) do
    for _, lane in ipairs(LANES) do
      redis.call("UNLINK", bucket.name(holder, lane))
    end
    holders[i] = tonumber(holder)
  end
  return holders
end
