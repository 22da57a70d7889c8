-- The numbers of a campaign's contacts. Their ids count up from 1, and no id is given twice: neither is that of a
-- contact who was removed from a draft.
local contacts = {}

-- Return the last id that was given to a conversation, 0 if none was.
function contacts.last()
  return tonumber(redis.call("HGET", KEYS[1], "contacts"))
end

-- Return how many contacts there are now.
function contacts.now()
  local counts = redis.call("HMGET", KEYS[1], "contacts", "removed")
  return counts[1] - (counts[2] or 0)
end
