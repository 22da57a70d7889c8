-- The last message of an admin to each sender, which stands in their console until they put it away.
local messages = {}

-- Keep a message to a member, in place of the one before. Return its id.
function messages.keep(member, text, by)
  local id = redis.call("HINCRBY", KEYS[1], "last_message", 1)
  redis.call("HSET", key.messages, member, cmsgpack.pack({id = id, text = text, by = by, at = now()}))
  return id
end

-- Return a member's message, {id, text, by, at}; nil if there is none.
function messages.of(member)
  local packed = redis.call("HGET", key.messages, member)
  return packed and cmsgpack.unpack(packed) or nil
end

-- Put a member's message away, if it is the one of this id. Return whether it was.
function messages.put_away(member, id)
  local message = messages.of(member)
  return message ~= nil and message.id == id and redis.call("HDEL", key.messages, member) == 1
end
