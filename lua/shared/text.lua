-- include clock
-- Texts, as they are kept: {d = direction, t = text, at = ms, s = status}. A text's id is its place, from 1.
local LONGEST = 1600

-- Characters, not bytes: those that don't continue one in UTF-8.
local function too_long(text)
  local _, characters = text:gsub("[^\128-\191]", "")
  return characters > LONGEST
end

local function add_text(conversation, direction, text, fate)
  return redis.call("RPUSH", under("texts", conversation),
    cmsgpack.pack({d = direction, t = text, at = now(), s = fate}))
end
