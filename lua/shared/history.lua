-- include clock
-- How many were unassigned at the end of each of the last sixty minutes in which anything happened, and of the one
-- before those: with it the hour began.
local MINUTES = 60

local function note_history(unassigned)
  local minute = math.floor(now() / 60000)
  redis.call("HSET", key.history, minute, unassigned.initial + unassigned.reply + unassigned.quiet)
  if redis.call("HLEN", key.history) > 2 * MINUTES then
    local old = {}
    for _, noted in ipairs(redis.call("HKEYS", key.history)) do
      if tonumber(noted) <= minute - MINUTES then
        old[#old + 1] = tonumber(noted)
      end
    end
    table.sort(old)
    for i = 1, #old - 1 do
      redis.call("HDEL", key.history, old[i])
    end
  end
end
