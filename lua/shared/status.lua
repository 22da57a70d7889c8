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
