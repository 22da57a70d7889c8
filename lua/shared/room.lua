-- include clock
-- include taking
-- The waiting room: texters who want the next conversations there are, the longest waiting first. Whatever puts some
-- back is announced, and every announcement serves the room before it describes anything. Of those who need an admin's
-- yes first, a list of its own is kept.
local VOUCHED_FOR_MS = 15000 -- ms: three rounds of a hub; after that the texters of a killed hub aren't here any more
local KEPT_MS = 10 * 60 * 1000 -- ms: for so long a texter who isn't here keeps their place

local room = {}

-- Call `serve(texter, only)` for all who wait, are here and hold nothing to do now, in their order; `only` is the lane
-- that they are for. Those for whom nothing is `offered(only)` are left out.
local function each_here(offered, serve)
  local waiting_ones = redis.call("ZRANGE", key.room, 0, -1)
  for first = 1, #waiting_ones, TEXTERS_AT_ONCE do
    local some = {unpack(waiting_ones, first, math.min(first + TEXTERS_AT_ONCE - 1, #waiting_ones))}
    local texters, lanes = {}, {}
    for i, only in ipairs(redis.call("HMGET", key.only, unpack(some))) do
      if offered(only) then
        texters[#texters + 1], lanes[#lanes + 1] = some[i], only
      end
    end
    local until_when = #texters > 0 and redis.call("ZMSCORE", key.here, unpack(texters))
    local busy = #texters > 0 and redis.call("SMISMEMBER", key.busy, unpack(texters))
    for i, texter in ipairs(texters) do
      if tonumber(until_when[i] or 0) > now() and busy[i] == 0 then serve(tonumber(texter), lanes[i]) end
    end
  end
end

-- Note that a texter has a console of this campaign open. Only senders are here.
function room.come(texter)
  if redis.call("SISMEMBER", key.senders, texter) == 0 then return end
  redis.call("ZADD", key.here, now() + VOUCHED_FOR_MS, texter)
end

-- Note that a texter has none open any more. They keep their place for a while.
function room.go(texter)
  redis.call("ZADD", key.here, "XX", now(), texter)
end

-- Return how many are here now, and whether the campaign says another number.
function room.here()
  local here = redis.call("ZCOUNT", key.here, ("(%.0f"):format(now()), "+inf")
  return here, here ~= tonumber(redis.call("HGET", KEYS[1], "here") or 0)
end

-- Let the campaign say how many are here now. Return whether that is another number than before.
function room.count_here()
  local here, another = room.here()
  if another then redis.call("HSET", KEYS[1], "here", here) end
  return another
end

-- Return since when a texter waits, in ms; nil if they don't.
function room.since(texter)
  return tonumber(redis.call("ZSCORE", key.room, texter) or redis.call("ZSCORE", key.asking, texter) or nil)
end

-- Let a texter wait, unless they do already. Return whether that is new.
function room.enter(texter, needs_yes)
  if room.since(texter) then return false end
  redis.call("ZADD", needs_yes and key.asking or key.room, now(), texter)
  redis.call("SREM", key.busy, texter) -- they may wait, so they hold nothing to do: an older version doesn't note it
  touch(texter)
  return true
end

-- Let a texter wait no more. Return whether they did.
function room.leave(texter)
  if redis.call("ZREM", key.room, texter) + redis.call("ZREM", key.asking, texter) == 0 then return false end
  touch(texter)
  return true
end

-- Let nobody wait any more.
function room.close()
  for _, list in ipairs({key.room, key.asking}) do
    for _, texter in ipairs(redis.call("ZRANGE", list, 0, -1)) do
      room.leave(tonumber(texter))
    end
  end
end

-- Let a texter go who is no sender any more.
function room.remove(texter)
  redis.call("ZREM", key.here, texter)
  redis.call("HDEL", key.messages, texter)
  room.count_here()
  return room.leave(texter)
end

-- Let a texter whose first batch is allowed now wait for it where they are served, in the place that they have.
function room.admit(texter)
  local since = redis.call("ZSCORE", key.asking, texter)
  if not since then return end
  redis.call("ZREM", key.asking, texter)
  redis.call("ZADD", key.room, since, texter)
  touch(texter)
end

-- Let those who wait, and need an admin's yes from now on, wait for that in the place that they have.
function room.hold_back()
  local waiting_ones = redis.call("ZRANGE", key.room, 0, -1, "WITHSCORES")
  for i = 1, #waiting_ones, 2 do
    local texter, since = tonumber(waiting_ones[i]), waiting_ones[i + 1]
    if not taking.approved(texter) then
      redis.call("ZREM", key.room, texter)
      redis.call("ZADD", key.asking, since, texter)
      touch(texter)
    end
  end
end

-- Take out those who haven't been here for long. Return whether there were any.
function room.sweep()
  local left = false
  redis.call("ZREMRANGEBYSCORE", key.here, "-inf", now() - KEPT_MS)
  for _, list in ipairs({key.room, key.asking}) do
    for _, texter in ipairs(redis.call("ZRANGE", list, 0, -1)) do
      if not redis.call("ZSCORE", key.here, texter) then left = room.leave(tonumber(texter)) or left end
    end
  end
  return left
end

local function admit_all()
  for _, texter in ipairs(redis.call("ZRANGE", key.asking, 0, -1)) do
    room.admit(tonumber(texter))
  end
end

-- Hand what is unassigned to the texters who wait and are here, in their order. Return whether anybody got any.
function room.serve()
  if redis.call("EXISTS", key.room, key.asking) == 0 then return false end
  if not taking.first_needs_yes() then admit_all() end
  if not taking.goes_on() then return false end
  local there, served = taking.there(), false
  if there.initial + there.reply + there.quiet == 0 then return false end
  taking.count_again()
  local offers = {} -- for those who are for a lane, or for both: whether there is anything
  local function offered(only)
    local name = only or "both"
    if offers[name] == nil then offers[name] = taking.sum(taking.lanes(only, nil, there), there) > 0 end
    return offers[name]
  end
  each_here(offered, function(texter, only)
    if not offered(only) then return end
    local kept, most = taking.kept_from(texter)
    if kept then return end
    room.leave(texter)
    local answer = taking.take(texter, most, taking.lanes(only, nil, there), there)
    taking.count_out(texter)
    answer.at = now()
    redis.call("HSET", key.served, texter, cmsgpack.pack(answer))
    there, offers, served = taking.there(), {}, true
  end)
  return served
end
