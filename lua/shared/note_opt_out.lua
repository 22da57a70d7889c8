-- include clock
-- Notes that a phone has opted out, or in again: in the set that carriers ask before each text, and by whom and when.
-- Each note of a phone is later than the one before, so that campaigns, which hear of them one after another and
-- perhaps out of order, can tell which one counts. Gives when it was noted, in ms; an undoing with nothing to undo
-- gives when the phone was last noted, or nil.
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
