-- include hours
-- include queue
-- Queued texts that wait for the hours of their contacts: 'conversation:text' in the order of zones, and in a zone in
-- the order in which they were queued.
local TEXTS_LOOKED_AT = 1000 -- at once

local waiting = {}

-- Let a queued text wait.
local function let_wait(name, text)
  local zone = hours.zone(name:match("^%d+"))
  queue.remove(name, text)
  redis.call("ZADD", key.waiting, zoned.place(zone, redis.call("HINCRBY", KEYS[1], "waited", 1)), name)
end

-- Put the texts of a conversation that wait and are older than a queued one of it in front of that one.
local function bring_before(name, conversation, id, text)
  if redis.call("EXISTS", key.waiting) == 0 then return end
  for earlier = 1, id - 1 do
    local older_one = conversation .. ":" .. earlier
    if redis.call("ZREM", key.waiting, older_one) == 1 then queue.insert(older_one, name, text) end
  end
end

-- Let texts wait that would be taken next and whose contacts may not be texted now, until the first `most` of the queue
-- may go out. Return how many of them that are for certain: `most`, or 0 if there are too many to look at.
function waiting.sift(most)
  if hours.any() then return most end
  local looked, again = 0, true
  while again do
    again = false
    for _, name in ipairs(queue.first(most)) do
      local conversation, id, text = queue.text(name)
      if not hours.may_text(conversation, text) then
        let_wait(name, text)
        again = true
      elseif not text.k then
        bring_before(name, conversation, tonumber(id), text)
      end
      looked = looked + 1
    end
    if looked >= TEXTS_LOOKED_AT and again then return 0 end
  end
  return most
end

-- Put the texts of these zones in front of the queue.
function waiting.back(zones)
  if redis.call("EXISTS", key.waiting) == 0 then return end
  for _, zone in ipairs(zones) do
    local taken = {}
    zoned.take(key.waiting, zone, math.huge, taken)
    for i = #taken - 1, 1, -2 do -- the last first, so that each comes in front of it
      local _, _, text = queue.text(taken[i])
      queue.put_back(taken[i], text)
    end
  end
end
