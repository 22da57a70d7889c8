-- include clock
-- Texts, as they are kept: {d = direction, t = text, at = ms, s = status}; of one that went out {r = the carrier's
-- reference, w = why it failed}, of one that came in {m = how many pictures or other files came with it, o = titles of
-- other campaigns with this person}, each where there is one. A text's id is its place, from 1.

-- Characters, not bytes: those that don't continue one in UTF-8.
local function too_long(text)
  local _, characters = text:gsub("[^\128-\191]", "")
  return characters > limit.text
end

local function add_text(conversation, direction, text, fate, more)
  local kept = more or {}
  kept.d, kept.t, kept.at, kept.s = direction, text, now(), fate
  return redis.call("RPUSH", under("texts", conversation), cmsgpack.pack(kept))
end
