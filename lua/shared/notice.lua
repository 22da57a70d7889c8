-- include bucket
-- Notes for a holder who last took conversations from them, and how many. The chunks of one move add up.
--   by  {name = who, move = which of their moves}
local function notice(holder, by, moved)
  if holder == NOBODY then return end
  local before = redis.call("HGET", key.notices, holder)
  before = before and cmsgpack.unpack(before)
  if before and before.move == by.move then
    moved = moved + before.moved
  end
  redis.call("HSET", key.notices, holder, cmsgpack.pack({by = by.name, move = by.move, moved = moved}))
end
