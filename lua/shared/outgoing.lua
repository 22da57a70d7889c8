-- include queue
-- include hours
-- include picture
-- Texts of a campaign that a carrier process is given.

-- Return {conversation, id, phone, text, at, answer, automatic, picture, numbers, within} for the text that is called
-- so: 'conversation:text'. `within` is how long its contact may still be texted, in ms; left out: at any time.
local function outgoing(name)
  local conversation, id, text = queue.text(name)
  local contact = cjson.decode(redis.call("HGET", key.contacts, conversation))
  local till = hours.may_text(conversation, text) or 0
  return {
    conversation = tonumber(conversation), id = tonumber(id), phone = contact[3], text = text.t, at = text.at,
    answer = text.q == true, automatic = text.k, picture = picture.path(text.p),
    numbers = redis.call("HGET", KEYS[1], "numbers") or "",
    within = till < math.huge and math.max(0, till - now()) or nil,
  }
end
