-- include guards
-- include clock
-- include move
-- include columns
-- include day
-- include hours
-- include picture
-- include queue
-- include undoing
-- A text is kept as {d = direction, t = text, at = ms, s = status}. An outgoing text may have {a = the member who sent
-- it, r = the carrier's reference, w = why it failed or wasn't sent, k = "confirmation" or "help" if it went out by
-- itself, q = true if it was queued among the answers, c = what it costs in millionths, p = the token of the picture
-- that goes with it}. An incoming text may have {m = how many pictures or other files came with it, f = those files,
-- each {the carrier's address, type}, b = the carrier's name, o = titles of other campaigns with this person, n = true
-- if its words may be a wish for no more texts}. A text's id is its place in the conversation, from 1.

-- Return whether a text has too many characters. A byte that continues a character in UTF-8 isn't counted.
local function too_long(text)
  local _, characters = text:gsub("[^\128-\191]", "")
  return characters > limit.text
end

-- Check whether a texter may text in a conversation. Return the refusal; if there is none, nil and the lane.
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
  if was_erased(conversation) then
    return refuse("erased")
  end
  local _, lane = move.where(conversation)
  if lane == "opted_out" then
    return refuse("opted_out")
  end
  return nil, lane
end

-- Refuse a text that still has a merge field that contacts have values for: it is sent as it stands, and the contact
-- would read the field. Return the refusal, or nil. `fields` are the fields that merge.py finds in the text, if any.
local function field_in_text(fields)
  for _, field in ipairs(fields or {}) do
    if columns.filled(field) > 0 then
      return refuse("field_in_text " .. field.f)
    end
  end
end

-- Return the texter who wrote to a contact first; nil if the contact did, or no texter.
local function first_texter(conversation)
  local packed = redis.call("LINDEX", under("texts", conversation), 0)
  local text = packed and cmsgpack.unpack(packed)
  return text and text.d == "out" and text.a or nil
end

local function add_text(conversation, direction, text, fate, more)
  local kept = more or {}
  kept.d, kept.t, kept.at, kept.s = direction, text, now(), fate
  return redis.call("RPUSH", under("texts", conversation), cmsgpack.pack(kept))
end

-- The rank of each status of an outgoing text. A status replaces only one of a lower rank: reports may come out of
-- order.
local RANK = {queued = 0, unknown = 1, sent = 2, not_sent = 3, failed = 3, delivered = 3}

-- Set the status of an outgoing text. Return whether it has changed. A text that a carrier is unsure of is listed with
-- the time, for as long as its fate is unknown.
--   more.why        why it failed
--   more.reference  the carrier's name for it; the first one is kept whatever the status is by then
--   more.carrier    the carrier's name
local function set_status(conversation, id, fate, more)
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
    text.s, text.w = fate, more.why
    if fate == "unknown" and more.carrier then
      redis.call("HSET", key.unsure, conversation .. ":" .. id, more.carrier .. ":" .. now())
    else
      redis.call("HDEL", key.unsure, conversation .. ":" .. id)
    end
  end
  if changed or (more.reference and not text.r) then
    text.r = text.r or more.reference
    redis.call("LSET", under("texts", conversation), id - 1, cmsgpack.pack(text))
  end
  return changed
end

-- Record an outgoing text and queue it for the carrier in the same step, so that one is never there without the other.
-- From the lane `initial` it is a first message, and every other text goes before these. A confirmation has five
-- minutes, so it goes before all. With an `act` that can be undone the text is held instead (undoing.lua).
local function queue_text(conversation, text, lane, more, act)
  local kept = more or {}
  if act then
    act.text = add_text(conversation, "out", text, "queued", kept)
    return
  end
  local confirms = kept.k == "confirmation"
  kept.q = confirms or queue.answers(conversation, lane, redis.call("LLEN", under("texts", conversation))) or nil
  queue.add(conversation, add_text(conversation, "out", text, "queued", kept), kept.q, confirms)
end

-- Send a text that goes out by itself, {kind, text}; nil: there is none. The conversation stays where it is. Nothing
-- goes out while the campaign isn't active. With an `act` that can be undone it is held.
local function send_automatic(conversation, automatic, act)
  if automatic and status() == "active" then
    queue_text(conversation, automatic.text, "reply", {k = automatic.kind}, act)
  end
end

-- Send a text. `texter` is the texter who sends it, nil if the server does. `with` is the token of a picture that goes
-- with it, or nil.
local function send(conversation, text, texter, with)
  undoing.settle(conversation)
  local act = undoing.before(conversation, "send", texter)
  local holder, lane = move.where(conversation)
  queue_text(conversation, text, lane, {p = with, a = ASKED_BY > 0 and ASKED_BY or nil}, act)
  if with then
    redis.call("HSET", KEYS[1], "picture_sent", with)
  end
  move.one(conversation, holder, "quiet", now())
  if texter then
    day.sent(texter, lane)
  end
  undoing.keep(conversation, act)
end
