-- include guards
-- include clock
-- include move
-- include columns
-- include day
-- Texts, as they are kept: {d = direction, t = text, at = ms, s = status}; of one that went out {r = the carrier's
-- reference, w = why it failed}, of one that came in {m = how many pictures or other files came with it, o = titles of
-- other campaigns with this person}, each where there is one. A text's id is its place, from 1.

-- Characters, not bytes: those that don't continue one in UTF-8.
local function too_long(text)
  local _, characters = text:gsub("[^\128-\191]", "")
  return characters > limit.text
end

-- What every text of a texter is refused for; or else nil, and the lane of the conversation.
local function not_to_be_texted(conversation, texter)
  local refusal = unknown_conversation(conversation)
  if refusal then
    return refusal
  end
  if status() ~= "active" then
    return refuse("not_active")
  end
  refusal = not_theirs(conversation, texter)
  if refusal then
    return refusal
  end
  local _, lane = move.where(conversation)
  if lane == "opted_out" then
    return refuse("opted_out")
  end
  return nil, lane
end

-- What a texter writes is sent as it stands, so a field that was meant to be filled in would be read by the contact.
-- Gives the refusal, or nil. `fields` are those that merge.py finds in what was written, if any.
local function field_in_text(fields)
  for _, field in ipairs(fields or {}) do
    if columns.filled(field) > 0 then
      return refuse("field_in_text " .. field.f)
    end
  end
end

local function add_text(conversation, direction, text, fate, more)
  local kept = more or {}
  kept.d, kept.t, kept.at, kept.s = direction, text, now(), fate
  return redis.call("RPUSH", under("texts", conversation), cmsgpack.pack(kept))
end

-- What became of an outgoing text. A later word replaces an earlier one, never the other way round.
local RANK = {queued = 0, unknown = 1, sent = 2, not_sent = 3, failed = 3, delivered = 3}

-- Says whether it changed. The first reference that a carrier gives the text is kept whatever its status is by then.
local function set_status(conversation, id, fate, why, reference)
  local packed = redis.call("LINDEX", under("texts", conversation), id - 1)
  if not packed or id - 1 < 0 then -- a negative index counts from the end
    return false
  end
  local text = cmsgpack.unpack(packed)
  if text.d ~= "out" then
    return false
  end
  local changed = RANK[fate] > RANK[text.s]
  if changed then
    text.s, text.w = fate, why
  end
  if changed or (reference and not text.r) then
    text.r = text.r or reference
    redis.call("LSET", under("texts", conversation), id - 1, cmsgpack.pack(text))
  end
  return changed
end

-- Records an outgoing text and queues it for the carrier in the same step, so that neither can be without the other.
-- `texter` is the one who sends it, if one does.
local function send(conversation, text, texter)
  local holder, lane = move.where(conversation)
  local id = add_text(conversation, "out", text, "queued")
  redis.call("RPUSH", key.outbox, conversation .. ":" .. id)
  move.one(conversation, holder, "quiet", now())
  if texter then
    day.sent(texter, lane)
  end
end
