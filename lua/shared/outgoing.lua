-- include queue
-- include hours
-- include picture
-- Texts of a campaign that a carrier process is given.

-- Return whether nobody has asked for a text: the contact has written nothing before it, and it isn't automatic.
local function unasked(conversation, id, text)
  if text.k then return false end
  for place = 0, id - 2 do
    if cmsgpack.unpack(redis.call("LINDEX", under("texts", conversation), place)).d == "in" then return false end
  end
  return true
end

-- Return {conversation, id, phone, text, at, answer, automatic, unasked, zone, picture, numbers, within} for the text
-- that is called so: 'conversation:text'. `zone` is the name of the contact's time zone, if it is known; `within` is
-- how long they may still be texted, in ms; left out: at any time.
local function outgoing(name)
  local conversation, id, text = queue.text(name)
  local contact = cjson.decode(redis.call("HGET", key.contacts, conversation))
  local till = hours.may_text(conversation, text) or 0
  return {
    conversation = tonumber(conversation), id = tonumber(id), phone = contact[3], text = text.t, at = text.at,
    answer = text.q == true, automatic = text.k, unasked = unasked(conversation, id, text),
    zone = hours.zone_name(contact[6] or 0), picture = picture.path(text.p),
    numbers = redis.call("HGET", KEYS[1], "numbers") or "",
    within = till < math.huge and math.max(0, till - now()) or nil,
  }
end
