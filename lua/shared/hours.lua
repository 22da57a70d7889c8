-- include clock
-- include zoned
-- Texting hours. A contact's zone is a number: its place among the campaign's zones, or 0 while it isn't known. Python
-- works out for each zone when its hours begin and end (windows.py); a zone without such windows is closed.
--
-- A text is sent and handed over by the clock. Consoles and boards show the hours as they were last turned: a chore
-- turns them (turn_hours.lua) and tells everybody.
local HOUR_MS, DAY_MS = 60 * 60 * 1000, 24 * 60 * 60 * 1000
local ANSWER_HOURS = 1 -- of campaigns that don't set it

local hours = {}
local kept_hours

local function the_hours()
  if not kept_hours then
    local hash = redis.call("HMGET", KEYS[1], "hours", "windows", "turned", "answer_hours", "zones")
    kept_hours = {
      any = not hash[1] or hash[1] == "",
      windows = cjson.decode(hash[2] or "[]"),
      turned = tonumber(hash[3] or 0),
      answer_ms = tonumber(hash[4] or ANSWER_HOURS) * HOUR_MS,
      zones = cjson.decode(hash[5] or "[]"),
    }
  end
  return kept_hours
end

-- Return whether this campaign may text at any time.
function hours.any()
  return the_hours().any
end

-- Return the zone's windows, flat {begin, end, begin, end, …} in ms.
local function windows_of(zone)
  return the_hours().windows[zone] or {}
end

-- Return when the window ends in which `at` is, in ms; nil if the zone is closed then.
function hours.closes(zone, at)
  if hours.any() then return math.huge end
  local windows = windows_of(zone)
  for i = 1, #windows, 2 do
    if windows[i] <= at and at < windows[i + 1] then return windows[i + 1] end
  end
end

-- Return when a zone that is closed opens after `at`, in ms, nil if that isn't known; and whether it has been closed
-- for more than a day by then.
local function next_opening(zone, at)
  local windows = windows_of(zone)
  for i = 1, #windows, 2 do
    if windows[i] > at then
      return windows[i], not windows[i - 1] or windows[i] - windows[i - 1] > DAY_MS
    end
  end
end

-- Return the first moment after `at` at which a zone opens or closes; nil if none is known.
local function next_turn(at)
  local turn
  for _, windows in ipairs(the_hours().windows) do
    for _, bound in ipairs(windows) do
      if bound > at and bound < (turn or math.huge) then turn = bound end
    end
  end
  return turn
end

-- Return whether a zone has opened or closed since the hours were last turned.
function hours.due()
  return not hours.any() and (next_turn(the_hours().turned) or math.huge) <= now()
end

-- Note that the hours are turned now. Return nothing; whoever calls this announces it.
function hours.turn()
  kept_hours = nil
  redis.call("HSET", KEYS[1], "turned", now(), "turns_at", next_turn(now()) or 0)
  kept_hours = nil
end

-- Keep the windows, as Python has worked them out: JSON, for each zone by its number. They count until `till`, in ms.
function hours.keep(windows, till)
  redis.call("HSET", KEYS[1], "windows", windows, "windows_until", till)
  hours.turn()
end

-- Return the number of a zone, by its name. A zone that the campaign doesn't have yet is added, without windows.
function hours.number(name)
  local zones = the_hours().zones
  for number, known in ipairs(zones) do
    if known == name then return number end
  end
  zones[#zones + 1] = name
  redis.call("HSET", KEYS[1], "zones", cjson.encode(zones))
  redis.call("HDEL", KEYS[1], "windows_until")
  return #zones
end

-- Return the zone of a conversation's contact.
function hours.zone(conversation)
  return cjson.decode(redis.call("HGET", key.contacts, conversation))[6] or 0
end

-- Return the name of a zone by its number; nil if it isn't known.
function hours.zone_name(number)
  return the_hours().zones[number]
end

-- Return the place of a conversation among initials.
function hours.place(conversation)
  return zoned.place(hours.zone(conversation), conversation)
end

-- Return how many initials of a holder wait for their hours, and when the first of them may go out:
-- {initial, opens = {at, zone, people, day}}, where `people` open then, in the same zone; nil if none waits. `at` is
-- left out if it isn't known, and `zone` of contacts whose zone isn't. It is so at the last turn, or at the time `at`.
function hours.waiting(holder, at)
  if hours.any() or bucket.size(holder, "initial") == 0 then return nil end
  local these, waiting = the_hours(), {initial = 0}
  at = at or these.turned
  for zone = 0, #these.zones do
    local people = hours.closes(zone, at) and 0 or zoned.size(bucket.name(holder, "initial"), zone)
    if people > 0 then
      waiting.initial = waiting.initial + people
      local opens, day = next_opening(zone, at)
      if not waiting.opens or (opens or math.huge) < (waiting.opens.at or math.huge) then
        waiting.opens = {at = opens, zone = these.zones[zone], people = people, day = day}
      end
    end
  end
  return waiting.opens and waiting
end

-- Return how many initials of a holder may go out.
function hours.sendable(holder)
  local waiting = hours.waiting(holder)
  return bucket.size(holder, "initial") - (waiting and waiting.initial or 0)
end

-- Return the numbers of the zones that are open now, in the order in which they close. With `shown` only those that
-- were open at the last turn, too.
function hours.open_zones(shown)
  local these, open, closes = the_hours(), {}, {}
  for zone = 0, #these.zones do
    closes[zone] = (not shown or hours.closes(zone, these.turned)) and hours.closes(zone, now())
    if closes[zone] then open[#open + 1] = zone end
  end
  table.sort(open, function(a, b)
    return closes[a] < closes[b] or (closes[a] == closes[b] and a < b)
  end)
  return open
end

-- Return which unassigned initials are the next to wait: {at, zone, people}; nil if none is.
function hours.closing()
  if hours.any() then return nil end
  local these, next_ones = the_hours(), nil
  for zone = 1, #these.zones do
    local at = hours.closes(zone, these.turned)
    local people = at and (not next_ones or at < next_ones.at) and zoned.size(bucket.name(NOBODY, "initial"), zone) or 0
    if people > 0 then
      next_ones = {at = at, zone = these.zones[zone], people = people}
    end
  end
  return next_ones
end

-- Return the numbers of the zones that were open at the last turn, in their order.
function hours.shown_open()
  local these, open = the_hours(), {}
  for zone = 0, #these.zones do
    if hours.closes(zone, these.turned) then open[#open + 1] = zone end
  end
  return open
end

-- Return how many initials of a holder `take` can take out.
function hours.takeable(holder)
  if hours.any() then return bucket.size(holder, "initial") end
  local size = 0
  for _, zone in ipairs(hours.open_zones(true)) do
    size = size + zoned.size(bucket.name(holder, "initial"), zone)
  end
  return size
end

-- Take out the first `count` initials of a holder that may go out. Return them as `bucket.take` does.
function hours.take(holder, count)
  if hours.any() then return bucket.take(holder, "initial", count) end
  local taken = {}
  for _, zone in ipairs(zoned.whole(hours.open_zones(true))) do
    zoned.take(bucket.name(holder, "initial"), zone, count - #taken / 2, taken)
  end
  return taken
end

-- Return the first `count` initials of a holder that `take` would take out, as it does; they stay where they are.
function hours.first(holder, count)
  local name = bucket.name(holder, "initial")
  if hours.any() then return redis.call("ZRANGE", name, 0, count - 1, "WITHSCORES") end
  local first = {}
  for _, zone in ipairs(zoned.whole(hours.open_zones(true))) do
    for _, part in ipairs(zoned.after(name, zone, -1, count - #first / 2)) do
      first[#first + 1] = part
    end
  end
  return first
end

-- Return when a zone opened last, in ms, as it was at the last turn; 0 if none has, or the campaign may text at any
-- time.
function hours.opened()
  local last = 0
  if hours.any() then return last end
  for _, windows in ipairs(the_hours().windows) do
    for i = 1, #windows, 2 do
      if windows[i] <= the_hours().turned then last = math.max(last, windows[i]) end
    end
  end
  return last
end

-- Return until when the contact may be answered who wrote last in a conversation, in ms; 0 if they never wrote.
local function answered_till(conversation)
  local texts = under("texts", conversation)
  for place = redis.call("LLEN", texts) - 1, 0, -1 do
    local last = cmsgpack.unpack(redis.call("LINDEX", texts, place))
    if last.d == "in" then return last.at + the_hours().answer_ms end
  end
  return 0
end

-- Return until when the contact of a conversation may be texted, in ms; nil if they may not be texted now. Somebody
-- who wrote lately may be answered also outside of their hours. A queued `text` that goes out by itself has no hours.
function hours.may_text(conversation, text)
  if hours.any() or (text and text.k) then return math.huge end
  local till = math.max(hours.closes(hours.zone(conversation), now()) or 0, answered_till(conversation))
  return till > now() and till or nil
end

-- Return when a conversation that waits for its hours may go on: {at, zone, people = 0, day}; nil if its contact may be
-- texted. It is so at the last turn.
function hours.opening(conversation)
  local zone, these = hours.zone(conversation), the_hours()
  if hours.closes(zone, these.turned) or answered_till(conversation) > these.turned then return nil end
  local at, day = next_opening(zone, these.turned)
  return {at = at, zone = these.zones[zone], people = 0, day = day}
end

-- Refuse a text outside of hours, and say when they begin. `opens` is as `hours.waiting` has it.
local function outside_hours(opens)
  local at = string.format("%.0f", opens.at or 0)
  return refuse("outside_hours " .. table.concat({at, opens.people, opens.day and 1 or 0, opens.zone or ""}, " "))
end

-- Refuse a text to a contact who may not be texted now; return the refusal, or nil.
local function not_in_hours(conversation)
  if hours.may_text(conversation) then return nil end
  local zone = hours.zone(conversation)
  local at, day = next_opening(zone, now())
  return outside_hours({at = at, zone = the_hours().zones[zone], people = 0, day = day})
end
