-- include queue
-- include picture
-- Texts of a campaign that a carrier process is given.

-- Return {conversation, id, phone, text, at, answer, automatic, picture, numbers} for the text that is called so:
-- 'conversation:text'.
local function outgoing(name)
  local conversation, id, text = queue.text(name)
  local contact = cjson.decode(redis.call("HGET", key.contacts, conversation))
  return {
    conversation = tonumber(conversation), id = tonumber(id), phone = contact[3], text = text.t, at = text.at,
    answer = text.q == true, automatic = text.k, picture = picture.path(text.p),
    numbers = redis.call("HGET", KEYS[1], "numbers") or "",
  }
end
