-- include hours
-- Texts of a campaign that a carrier process is given.

-- Return {conversation, id, phone, text, at, within} for the text that is called so: 'conversation:text'. `within` is
-- how long its contact may still be texted, in ms; left out: at any time.
local function outgoing(name)
  local conversation, id = name:match("^(%d+):(%d+)$")
  local text = cmsgpack.unpack(redis.call("LINDEX", under("texts", conversation), id - 1))
  local contact = cjson.decode(redis.call("HGET", key.contacts, conversation))
  return {
    conversation = tonumber(conversation), id = tonumber(id), phone = contact[3], text = text.t, at = text.at,
    within = not hours.any() and math.max(0, (hours.may_text(conversation) or 0) - now()) or nil,
  }
end
