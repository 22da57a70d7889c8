-- include clock
-- Note that a phone has opted out, or in again: in the set that carriers ask before each text, and by whom and when.
-- Each note of a phone is later than the one before, because campaigns may hear of them out of order: the latest
-- counts. Return the time of the note in ms. Without an opt-out to undo, return the time of the phone's last note, or
-- nil.
local function note_opt_out(phone, out, by)
  local packed = redis.call("HGET", key.opt_outs, phone)
  local before = packed and cmsgpack.unpack(packed).at or nil
  local at = math.max(now(), (before or 0) + 1)
  if out then
    redis.call("SADD", key.opted_out, phone)
  elseif redis.call("SREM", key.opted_out, phone) == 0 then
    return before
  end
  redis.call("HSET", key.opt_outs, phone, cmsgpack.pack({out = out, by = by, at = at}))
  return at
end
