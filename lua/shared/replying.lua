-- include bucket
-- All conversations in the lane `reply`, whoever holds them, each at the place that it has in its bucket: the time from
-- which it waits. An older version that serves meanwhile doesn't keep it, so it is put together again where it differs.
local HOLDERS_AT_ONCE = 1000

local replying = {}

-- Note conversations that go from one lane to another: `taken` as `bucket.take` returns it.
function replying.note(taken, from_lane, lane)
  if from_lane == lane or (from_lane ~= "reply" and lane ~= "reply") then return end
  for first = 1, #taken, CHUNK do
    local some = {}
    for i = first, math.min(first + CHUNK - 1, #taken), 2 do
      if lane == "reply" then some[#some + 1] = taken[i + 1] end
      some[#some + 1] = taken[i]
    end
    redis.call(lane == "reply" and "ZADD" or "ZREM", key.replying, unpack(some))
  end
end

-- Put it together from the buckets of nobody and of all who have ever been senders.
local function put_together()
  local holders = redis.call("SMEMBERS", key.holders)
  holders[#holders + 1] = NOBODY
  redis.call("UNLINK", key.replying)
  for first = 1, #holders, HOLDERS_AT_ONCE do
    local names = {key.replying}
    for i = first, math.min(first + HOLDERS_AT_ONCE - 1, #holders) do
      names[#names + 1] = bucket.name(holders[i], "reply")
    end
    redis.call("ZUNIONSTORE", key.replying, #names, unpack(names))
  end
end

-- Put it together again if it hasn't as many conversations as the buckets. Return whether it hadn't.
function replying.mend()
  local held = tonumber(redis.call("HGET", KEYS[1], "held_reply"))
  local differs = redis.call("ZCARD", key.replying) ~= held + bucket.size(NOBODY, "reply")
  if differs then put_together() end
  return differs
end

-- Return since when the longest waiting reply waits, in ms; nil if none does.
function replying.since()
  return tonumber(redis.call("ZRANGE", key.replying, 0, 0, "WITHSCORES")[2])
end
