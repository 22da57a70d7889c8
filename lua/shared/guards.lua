-- Guards that many verbs begin with; each returns the refusal, or nil.
local function unknown_campaign()
  if redis.call("EXISTS", KEYS[1]) == 0 then
    return refuse("unknown_campaign")
  end
end

local function unknown_conversation(conversation)
  if redis.call("HEXISTS", key.contacts, conversation) == 0 then
    return unknown_campaign() or refuse("unknown_conversation")
  end
end

-- Return whether what was known of a contact was erased, because they asked for it.
local function was_erased(conversation)
  return redis.call("SISMEMBER", key.erased, conversation) == 1
end

-- Return how far the deletion of all contacts' data has come: "going on" while something is still to be taken out,
-- "over" after that; nil if they aren't deleted.
local function emptied()
  local hash = redis.call("HMGET", KEYS[1], "to_empty", "erased", "deleted_at")
  return hash[1] and "going on" or ((hash[2] or hash[3]) and "over") or nil
end

-- Refuse a texter who doesn't hold the conversation or isn't a sender any more. `texter` is nil for an admin, who may
-- act on every conversation.
local function not_theirs(conversation, texter)
  local refusal = unknown_conversation(conversation)
  if refusal then
    return refusal
  end
  local at = redis.call("HGET", key.where, conversation) or "0:initial"
  if texter and at:match("^%d+") ~= tostring(texter) then
    return refuse("not_yours")
  end
  if texter and redis.call("SISMEMBER", key.senders, texter) == 0 then
    return refuse("not_a_sender") -- a former sender stays the holder of what they closed, but can't read it
  end
end

local function status()
  return redis.call("HGET", KEYS[1], "status")
end
