-- include clock
-- include out_since
-- Note that a phone has opted out, or in again: in the set that carriers ask before each text, and by whom, when and
-- how. Each note of a phone is later than the one before, because campaigns may hear of them out of order: the latest
-- counts. A phone that opts out again, having opted out before, keeps the `since` and the `place` of the first time.
--   note.out    true for an opt-out, false for its undoing
--   note.by     name of the member who did it, nil if no member did
--   note.how    text, carrier, texter, admin, import or command
--   note.place  'campaign:conversation' that confirms the opt-out to the contact, nil if none does
-- Return the note as it is kept, with `at` and, of an opt-out, `since`, both in ms. Without an opt-out to undo, return
-- the phone's last note, or nil.
local function note_opt_out(phone, note)
  local packed = redis.call("HGET", key.opt_outs, phone)
  local before = packed and cmsgpack.unpack(packed) or {}
  note.at = math.max(now(), (before.at or 0) + 1)
  if not note.out then
    if redis.call("SREM", key.opted_out, phone) == 0 then return packed and before or nil end
  elseif redis.call("SADD", key.opted_out, phone) == 1 then
    note.since = note.at
  else
    note.since, note.place = before.since or before.at, before.place
  end
  redis.call("HSET", key.opt_outs, phone, cmsgpack.pack(note))
  out_since.place(phone, before, note)
  return note
end
