-- include bucket
-- include replying
-- include hours
-- include doing
-- include ledger
-- The one step that moves conversations between buckets. It alone writes buckets, `where` and the campaign's counters,
-- so they can't disagree. It also remembers the members whose consoles it has changed, so that `announce` can tell
-- them.
local move = {}

local consoles = {} -- the members whose consoles have changed, as a set

local function touch(holder)
  if holder ~= NOBODY then
    consoles[holder] = true
  end
end

-- Return the members whose consoles have changed, as a list.
function move.touched()
  local touched = {}
  for member in pairs(consoles) do
    touched[#touched + 1] = member
  end
  return touched
end

-- Note whether a holder has something to do now: a first message that may go out, or a reply.
local function note_busy(holder)
  if holder == NOBODY then return end
  local busy = bucket.size(holder, "reply") > 0 or hours.sendable(holder) > 0
  redis.call(busy and "SADD" or "SREM", key.busy, holder)
end

-- Note that something has changed for all who hold conversations in one of these lanes.
function move.touch_holders(lanes)
  for _, member in ipairs(redis.call("SMEMBERS", key.holders)) do
    note_busy(tonumber(member))
    for _, lane in ipairs(lanes) do
      if bucket.size(member, lane) > 0 then touch(tonumber(member)) end
    end
  end
end

-- Lift every warning that conversations go back (doing.lua). Return whether there was one.
function move.lift_warnings()
  local warned = doing.all_warned()
  for _, member in ipairs(warned) do
    touch(member)
    doing.lift(member)
  end
  return #warned > 0
end

-- Return the name of the campaign's counter for a bucket; nil for an unassigned pool, whose own size is the count.
local function counter(holder, lane)
  if lane == "closed" or lane == "opted_out" then
    return lane
  end
  return holder ~= NOBODY and "held_" .. lane or nil
end

local function count_by(name, by)
  if name then
    redis.call("HINCRBY", KEYS[1], name, by)
  end
end

-- Count the first messages of a holder's batch that are sent. A batch lasts for as long as its holder has one unsent:
-- what is handed over meanwhile belongs to the same batch, and at the end the count goes.
local function count_batch(holder, lane, sent)
  if holder == NOBODY or lane ~= "initial" then
    return
  end
  if bucket.size(holder, "initial") == 0 then
    redis.call("HDEL", key.sent, holder)
  elseif sent > 0 then
    redis.call("HINCRBY", key.sent, holder, sent)
  end
end

-- Return a conversation's holder and lane. One that has never moved isn't written down: it is an unassigned initial.
function move.where(conversation)
  local at = redis.call("HGET", key.where, conversation)
  if not at then
    return NOBODY, "initial"
  end
  local holder, lane = at:match("^(%d+):(.+)$")
  return tonumber(holder), lane
end

-- Return whether all open lanes of a holder are empty.
function move.holds_nothing_open(holder)
  for _, lane in ipairs(OPEN_LANES) do
    if bucket.size(holder, lane) > 0 then
      return false
    end
  end
  return true
end

-- Put conversations that were taken out of one bucket into another. Return how many.
local function put(taken, from_holder, from_lane, holder, lane)
  local moved = #taken / 2
  if moved == 0 then
    return 0
  end
  ledger.note(taken, from_holder, from_lane, holder, lane)
  bucket.put(holder, lane, taken)
  replying.note(taken, from_lane, lane)
  local at = holder .. ":" .. lane
  for first = 1, #taken, CHUNK do
    local fields = {}
    for i = first, math.min(first + CHUNK - 1, #taken), 2 do
      fields[i - first + 1], fields[i - first + 2] = taken[i], at
    end
    redis.call("HSET", key.where, unpack(fields))
  end
  count_by(counter(from_holder, from_lane), -moved)
  count_by(counter(holder, lane), moved)
  local sent = from_lane == "initial" and lane == "quiet" and moved or 0
  if sent > 0 then
    count_by("sent", sent)
  end
  count_batch(from_holder, from_lane, sent)
  note_busy(from_holder)
  if holder ~= from_holder then note_busy(holder) end
  if holder ~= NOBODY and holder ~= from_holder then doing.note(holder) end
  touch(from_holder)
  touch(holder)
  return moved
end

-- Hand the first `most` conversations of a lane from one holder to another. Return how many moved.
function move.hand_over(most, lane, from, to)
  if from == to then return 0 end
  return put(bucket.take(from, lane, most), from, lane, to, lane)
end

-- Hand the first `most` initials that may go out from one holder to another. Return how many moved.
function move.hand_over_initials(most, from, to)
  return put(hours.take(from, most), from, "initial", to, "initial")
end

-- Let a holder who has lost conversations wait for no more: they would be the first to get them again. Return how many.
local function lost(holder, moved)
  if moved > 0 then
    redis.call("ZREM", key.room, holder)
  end
  return moved
end

-- Hand chosen conversations of a holder to another: a flat list as `bucket.take` returns it. Return how many moved.
function move.these(chosen, lane, from, to)
  for i = 1, #chosen, 2 do
    bucket.remove(from, lane, chosen[i])
  end
  return lost(from, put(chosen, from, lane, to, lane))
end

-- Move one conversation, from whatever bucket it is in, to its `place` in the order of another bucket.
function move.one(conversation, holder, lane, place)
  local from_holder, from_lane = move.where(conversation)
  bucket.remove(from_holder, from_lane, conversation)
  put({conversation, place}, from_holder, from_lane, holder, lane)
end

-- Move one conversation back, because what has moved it is undone. From the lane `initial` come `batch`, how many first
-- messages of the holder's batch were sent before, and `sent`, true if one more was.
function move.back(conversation, holder, lane, place, batch, sent)
  local ended = bucket.size(holder, "initial") == 0
  move.one(conversation, holder, lane, place)
  if lane ~= "initial" then return end
  if sent then count_by("sent", -1) end
  if holder == NOBODY then return end
  if ended and batch > 0 then
    redis.call("HSET", key.sent, holder, batch)
  elseif not ended and sent and redis.call("HINCRBY", key.sent, holder, -1) <= 0 then
    redis.call("HDEL", key.sent, holder)
  end
end

-- Make up to `most` conversations of a holder unassigned, each in its lane. Return how many moved.
function move.give_back(holder, lanes, most)
  local moved = 0
  for _, lane in ipairs(lanes) do
    moved = moved + move.hand_over(most - moved, lane, holder, NOBODY)
  end
  return lost(holder, moved)
end

-- Take a conversation out of its bucket for good: its contact is removed from the campaign.
function move.remove(conversation)
  local holder, lane = move.where(conversation)
  bucket.remove(holder, lane, conversation)
  replying.note({conversation, 0}, lane, "removed")
  redis.call("HSET", key.where, conversation, NOBODY .. ":removed")
  ledger.note({conversation, 0}, holder, lane, NOBODY, "none")
  count_by(counter(holder, lane), -1)
  count_batch(holder, lane, 0)
  note_busy(holder)
  touch(holder)
end

-- Note for a holder that conversations were taken from them: by whom and how many. The chunks of one move add up.
--   by  {name = the member who took them, move = the id of the move, idle = for how many minutes the holder had done
--       nothing, if it was for that}
function move.notice(holder, by, moved)
  if holder == NOBODY then return end
  local before = redis.call("HGET", key.notices, holder)
  before = before and cmsgpack.unpack(before)
  if before and before.move == by.move then
    moved = moved + before.moved
  end
  redis.call("HSET", key.notices, holder, cmsgpack.pack({by = by.name, move = by.move, moved = moved, idle = by.idle}))
end
