-- Guards that many verbs begin with; each gives the refusal, or nil.
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

-- Of a command by a texter: do they hold it, and are they a sender still? (Admins are none: `texter` is left out.)
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
    return refuse("not_a_sender") -- what they have closed is theirs for good, but not to read any more
  end
end

local function status()
  return redis.call("HGET", KEYS[1], "status")
end
