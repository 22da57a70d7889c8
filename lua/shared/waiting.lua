-- include hours
-- Queued texts that wait for the hours of their contacts: 'conversation:text' in the order of zones, and in a zone in
-- the order in which they were queued.
local waiting = {}

-- Let a text wait that was the first in the queue.
function waiting.put(name)
  local zone = hours.zone(name:match("^%d+"))
  redis.call("ZADD", key.waiting, zoned.place(zone, redis.call("HINCRBY", KEYS[1], "waited", 1)), name)
end

-- Take out the texts of a conversation that wait and are older than one of its texts. Return their names, oldest first.
function waiting.before(conversation, text)
  local names = {}
  if redis.call("EXISTS", key.waiting) == 1 then
    for id = 1, text - 1 do
      local name = conversation .. ":" .. id
      if redis.call("ZREM", key.waiting, name) == 1 then names[#names + 1] = name end
    end
  end
  return names
end

-- Put the texts of these zones in front of the queue.
function waiting.back(zones)
  if redis.call("EXISTS", key.waiting) == 0 then return end
  for _, zone in ipairs(zones) do
    local taken = {}
    zoned.take(key.waiting, zone, math.huge, taken)
    for i = #taken - 1, 1, -2 do -- the last first, so that each comes in front of it
      redis.call("LPUSH", key.outbox, taken[i])
    end
  end
end
