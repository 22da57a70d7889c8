-- The phones that have opted out in the order of time: 'since phone' in one sorted set, with 14 digits for the ms since
-- when each is out, and scores that are all 0. An older version keeps no such order (lua/account/order_opt_outs.lua).
local out_since = {}

-- Return how a phone stands there. `note` is what is kept of it; {} if nothing is, as an older version noted nothing.
function out_since.entry(phone, note)
  return ("%014d %s"):format(note.since or note.at or 0, phone)
end

function out_since.phone(entry)
  return entry:sub(16)
end

-- Put a phone in its place, or take it out when it may be texted again. `before` and `note` are what is kept of it.
function out_since.place(phone, before, note)
  redis.call("ZREM", key.out_since, out_since.entry(phone, before))
  if note.out then redis.call("ZADD", key.out_since, 0, out_since.entry(phone, note)) end
end
