-- The line types of contacts' numbers, as a carrier has looked them up. An answer has been paid for, so it is kept.
local lines = {}

-- Return the line type of a conversation's number: "landline", "mobile", …, "unknown"; nil until it is looked up.
function lines.of(conversation)
  return redis.call("HGET", key.lines, conversation) or nil
end

-- Forget what is known of a conversation's number, and that it was to be looked up.
function lines.forget(conversation)
  if lines.of(conversation) == "landline" then redis.call("HINCRBY", KEYS[1], "landlines", -1) end
  redis.call("HDEL", key.lines, conversation)
  redis.call("ZREM", key.to_look_up, conversation)
end

-- Return how far looking up has come: {asked, done, landlines, trouble}; nil if nothing was ever asked for.
function lines.progress()
  local done, left = redis.call("HLEN", key.lines), redis.call("ZCARD", key.to_look_up)
  if done + left == 0 then return nil end
  local noted = redis.call("HMGET", KEYS[1], "landlines", "lookup_trouble")
  return {asked = done + left, done = done, landlines = tonumber(noted[1] or 0), trouble = noted[2] or nil}
end
