-- include clock
-- Limits of what goes out: so many segments a second, and a day, which turns at midnight in the carriers' zone.
-- Campaigns and carriers have such limits; the scripts keep beside each what has gone through it, in one field:
--   owed   segments that went through and that time hasn't made up for by `at`
--   at     when `owed` was noted, in ms
--   used   segments that went through this day
--   began  when the first of them did, in ms
--   ends   when this day ends, in ms
-- So much of the rate may go out at once. A text with more segments goes, and the next ones wait for longer.
local AHEAD_SECONDS = 1

local pace = {}

local function first_after(moments, at)
  for _, each in ipairs(moments or {}) do
    if each > at then return each end
  end
end

-- Return a flow, that is limits and what has gone through them, as it stands now. `kept` is what was noted of it, if
-- anything; `midnights` are the next ends of days, in ms: without them the day doesn't turn. A limit that is nil or 0
-- is none.
function pace.at(per_second, per_day, kept, midnights)
  local owed, at, used, began, ends = (kept or ""):match("^(%S+) (%S+) (%S+) (%S+) (%S+)$")
  local flow = {
    per_second = tonumber(per_second or 0), per_day = tonumber(per_day or 0),
    owed = tonumber(owed or 0), used = tonumber(used or 0), began = tonumber(began or 0), ends = tonumber(ends or 0),
  }
  local midnight = flow.ends <= now() and first_after(midnights, now())
  if midnight then
    flow.used, flow.began, flow.ends = 0, now(), midnight
  end
  flow.owed = math.max(0, flow.owed - (now() - tonumber(at or 0)) / 1000 * flow.per_second)
  return flow
end

-- Return whether a flow is limited at all.
function pace.limited(flow)
  return flow.per_second > 0 or flow.per_day > 0
end

-- Return what keeps a text of so many segments from going through now: "second", "day" or nil.
function pace.full(flow, size)
  if flow.per_day > 0 and flow.used + size > flow.per_day then return "day" end
  if flow.per_second > 0 and flow.owed > flow.per_second * AHEAD_SECONDS then return "second" end
end

-- Count segments that go through.
function pace.count(flow, size)
  flow.owed = flow.per_second > 0 and flow.owed + size or 0
  flow.used = flow.used + size
end

-- Take back the counting of segments that went through at `taken` (ms) and won't go out.
function pace.uncount(flow, size, taken)
  flow.owed = math.max(0, flow.owed - size)
  if taken >= flow.began then
    flow.used = math.max(0, flow.used - size)
  end
end

-- Return what is to be noted of a flow.
function pace.noted(flow)
  return ("%.3f %d %d %d %d"):format(flow.owed, now(), flow.used, flow.began, flow.ends)
end
