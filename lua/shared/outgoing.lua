-- include picture
-- Texts of a campaign that a carrier process is given.

-- Return {conversation, id, phone, text, at, automatic, picture} for the text that is called so: 'conversation:text'.
local function outgoing(name)
  local conversation, id = name:match("^(%d+):(%d+)$")
  local text = cmsgpack.unpack(redis.call("LINDEX", under("texts", conversation), id - 1))
  local contact = cjson.decode(redis.call("HGET", key.contacts, conversation))
  return {
    conversation = tonumber(conversation), id = tonumber(id), phone = contact[3], text = text.t, at = text.at,
    automatic = text.k, picture = picture.path(text.p),
  }
end
