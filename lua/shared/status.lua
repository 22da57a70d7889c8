-- What became of an outgoing text. A later word replaces an earlier one, never the other way round.
local RANK = {queued = 0, unknown = 1, sent = 2, not_sent = 3, failed = 3, delivered = 3}

-- Says whether it changed.
local function set_status(conversation, id, fate)
  local packed = redis.call("LINDEX", under("texts", conversation), id - 1)
  if not packed or id - 1 < 0 then -- a negative index counts from the end
    return false
  end
  local text = cmsgpack.unpack(packed)
  if text.d ~= "out" or RANK[fate] <= RANK[text.s] then
    return false
  end
  text.s = fate
  redis.call("LSET", under("texts", conversation), id - 1, cmsgpack.pack(text))
  return true
end
