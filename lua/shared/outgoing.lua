-- include hours
-- Texts of a campaign that a carrier process is given.

-- Return the text that is called so, as it is kept: 'conversation:text'.
local function text_called(name)
  local conversation, id = name:match("^(%d+):(%d+)$")
  return cmsgpack.unpack(redis.call("LINDEX", under("texts", conversation), id - 1))
end

-- Return {conversation, id, phone, text, at, automatic, within} for the text that is called so. `within` is how long
-- its contact may still be texted, in ms; left out: at any time.
local function outgoing(name)
  local conversation, id = name:match("^(%d+):(%d+)$")
  local text = text_called(name)
  local contact = cjson.decode(redis.call("HGET", key.contacts, conversation))
  local till = hours.may_text(conversation, text) or 0
  return {
    conversation = tonumber(conversation), id = tonumber(id), phone = contact[3], text = text.t, at = text.at,
    automatic = text.k,
    within = till < math.huge and math.max(0, till - now()) or nil,
  }
end
