-- include clock
-- The history of a campaign: of each minute in which something was announced how many conversations were unassigned,
-- sent and answered at its end. With age it is thinned, and of each stretch the last reading stays: by minute for an
-- hour, by 15 minutes for a day, by hour for 30 days, by day for 400 days. That makes 1,250 readings at the most, and
-- up to THINNED_EVERY more until it is thinned again.
local EACH_MS = 60000 -- a reading is that of a minute
local THINNED_EVERY = 60 -- readings
local HOUR, DAY = 60, 24 * 60 -- minutes
local STRETCHES = { -- {younger than, length}, in minutes
  {HOUR, 1}, {DAY, 15}, {30 * DAY, HOUR}, {400 * DAY, DAY},
}

local history = {}

-- Return the stretch that a minute lies in, by a name of its own; nil if it is too old to be kept.
local function stretch_of(minute, this_minute)
  for _, stretch in ipairs(STRETCHES) do
    local younger_than, length = unpack(stretch)
    if this_minute - minute < younger_than then return length .. ":" .. math.floor(minute / length) end
  end
end

local function thin(this_minute)
  local noted = {}
  for i, minute in ipairs(redis.call("HKEYS", key.readings)) do
    noted[i] = tonumber(minute)
  end
  table.sort(noted)
  local later
  for i = #noted, 1, -1 do
    local stretch = stretch_of(noted[i], this_minute)
    if stretch == nil or stretch == later then redis.call("HDEL", key.readings, noted[i]) end
    later = stretch
  end
  redis.call("UNLINK", key.history) -- what an older version noted is over an hour old by now
end

-- Note how a campaign is now: `campaign` is the thing.
function history.note(campaign)
  local minute, unassigned = math.floor(now() / EACH_MS), campaign.unassigned
  local reading = (unassigned.initial + unassigned.reply + unassigned.quiet) .. " " .. campaign.sent .. " " ..
    campaign.answered
  local begins = redis.call("HSET", key.readings, minute, reading) == 1
  if begins and redis.call("HLEN", key.readings) % THINNED_EVERY == 0 then thin(minute) end
end

-- Return the readings since a time in ms, and the one that held then: a list of {at, unassigned, sent,
-- answered}, oldest first. An older version noted `unassigned` alone, of the last hour.
function history.points(since)
  local points, of = {}, {}
  local noted = redis.call("HGETALL", key.readings)
  for i = 1, #noted, 2 do
    local numbers = {noted[i + 1]:match("^(%d+) (%d+) (%d+)$")}
    of[noted[i]] = {
      at = noted[i] * EACH_MS,
      unassigned = tonumber(numbers[1]), sent = tonumber(numbers[2]), answered = tonumber(numbers[3]),
    }
  end
  noted = redis.call("HGETALL", key.history)
  for i = 1, #noted, 2 do
    of[noted[i]] = of[noted[i]] or {at = noted[i] * EACH_MS, unassigned = tonumber(noted[i + 1])}
  end
  for _, point in pairs(of) do
    points[#points + 1] = point
  end
  table.sort(points, function(a, b) return a.at < b.at end)
  local first = 1
  while points[first + 1] and points[first + 1].at + EACH_MS <= since do
    first = first + 1
  end
  return {unpack(points, first)}
end
