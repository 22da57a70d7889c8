-- The contacts who have ever written, also those who were erased since.
local answered = {}

-- Note that a contact has written. Return whether that is new.
function answered.note(conversation)
  return redis.call("SADD", key.answered, conversation) == 1
end

-- Return whether a conversation has a text from its contact.
function answered.wrote(conversation)
  for _, packed in ipairs(redis.call("LRANGE", under("texts", conversation), 0, -1)) do
    if cmsgpack.unpack(packed).d == "in" then return true end
  end
  return false
end
