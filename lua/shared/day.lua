-- include clock
-- A texter's day: how many texts they have sent in it, and whether they have said that they are done. A day begins with
-- the first text after a rest of six hours, because the store doesn't know anybody's time zone.
--   {since, last, initials, replies, done}   since, last and done in ms; done is absent unless the texter is done
--
-- Beside it is kept how many conversations a texter has taken since such a rest: 'count ms', the time of the last take.
local REST_MS = 6 * 60 * 60 * 1000

local day = {}

function day.of(member)
  local packed = redis.call("HGET", key.days, member)
  return packed and cmsgpack.unpack(packed) or nil
end

local function keep_day(member, known)
  redis.call("HSET", key.days, member, cmsgpack.pack(known))
end

local function today(member)
  local at = now()
  local known = day.of(member)
  if not known or at - known.last > REST_MS then
    known = {since = at, initials = 0, replies = 0}
  end
  known.last = at
  return known
end

-- Count a text that a texter has sent from this lane: a first message, or a reply.
function day.sent(member, lane)
  local known = today(member)
  local name = lane == "initial" and "initials" or "replies"
  known[name] = known[name] + 1
  known.done = nil
  keep_day(member, known)
  redis.call("HINCRBY", key.tallies, "sent " .. member, 1)
end

-- Return how many texts a texter has sent in this campaign, and how many of those whom they wrote to first answered.
function day.tallies(member)
  local found = redis.call("HMGET", key.tallies, "sent " .. member, "answered " .. member)
  return tonumber(found[1] or 0), tonumber(found[2] or 0)
end

-- Count for the texter who wrote to a contact first that the contact has answered.
function day.answered(member)
  redis.call("HINCRBY", key.tallies, "answered " .. member, 1)
end

-- Return whether a texter has a day that they haven't ended.
function day.is_on(member)
  local known = day.of(member)
  return known ~= nil and not known.done and now() - known.last <= REST_MS
end

-- Take back the counting of a text that was sent at this time (ms) and is undone. `before` is the day as it was then,
-- nil if there was none.
function day.unsent(member, lane, at, before)
  if redis.call("HINCRBY", key.tallies, "sent " .. member, -1) <= 0 then
    redis.call("HDEL", key.tallies, "sent " .. member)
  end
  local known = day.of(member)
  if not known then return end
  local name = lane == "initial" and "initials" or "replies"
  known[name] = math.max(0, known[name] - 1)
  if before and before.since == known.since then
    if known.last == at then known.last, known.done = before.last, before.done end
  elseif known.since == at and known.initials + known.replies == 0 then
    known = before -- the day began with this text
  end
  if known then keep_day(member, known) else redis.call("HDEL", key.days, member) end
end

-- Note that a texter is done for the day: they have given everything back.
function day.done(member)
  local known = today(member)
  known.done = known.last
  keep_day(member, known)
end

-- Note that a texter isn't done after all: they have come back for more.
function day.goes_on(member)
  local known = day.of(member)
  if known and known.done then
    known.done = nil
    keep_day(member, known)
  end
end

local function takes(member)
  local count, at = (redis.call("HGET", key.takes, member) or "0 0"):match("^(%d+) (%d+)$")
  return tonumber(count), tonumber(at)
end

-- Return how many conversations a texter has taken in their day. It ends when `day.end_takes` says so.
function day.taken(member)
  return (takes(member))
end

-- Note that a texter has taken so many conversations.
function day.took(member, count)
  redis.call("HSET", key.takes, member, takes(member) + count .. " " .. now())
end

-- End the day of texters who have neither taken nor done anything for as long as a rest. Return those texters.
function day.end_takes()
  local rested = {}
  for _, member in ipairs(redis.call("HKEYS", key.takes)) do
    local _, at = takes(member)
    local last = math.max(at, tonumber(redis.call("HGET", key.active, member) or 0))
    if now() - last > REST_MS then
      redis.call("HDEL", key.takes, member)
      rested[#rested + 1] = tonumber(member)
    end
  end
  return rested
end
