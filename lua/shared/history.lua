-- include clock
-- How many were unassigned at the end of each of the last sixty minutes in which anything happened.
local MINUTES = 60

local function note_history(unassigned)
  local minute = math.floor(now() / 60000)
  redis.call("HSET", key.history, minute, unassigned.initial + unassigned.reply + unassigned.quiet)
  if redis.call("HLEN", key.history) > 2 * MINUTES then
    for _, noted in ipairs(redis.call("HKEYS", key.history)) do
      if tonumber(noted) <= minute - MINUTES then
        redis.call("HDEL", key.history, noted)
      end
    end
  end
end
