-- include move
-- The reason why queued texts of a campaign wait for long: a limit of a day, or the budget. It is noted and told once,
-- when it begins and when it ends.

local function keep_noted(name, value)
  local before = redis.call("HGET", KEYS[1], name) or nil
  if before == value then return false end
  if value then
    redis.call("HSET", KEYS[1], name, value)
  else
    redis.call("HDEL", KEYS[1], name)
  end
  return true
end

-- Note why the next text waits, and pause the campaign if its budget is used up. Return whether anything has changed.
--   stop  as next_texts returns it, empty if nothing keeps the next text
--   flow  the campaign's own limits
--   theirs  {whose, segments, until}: the account's limit that keeps the next text
local function note_waiting(stop, flow, theirs)
  local waits
  if stop.why == "day" then
    waits = {whose = "campaign", segments = flow.per_day, ["until"] = flow.ends}
  elseif stop.why == "granted" and theirs then
    waits = {whose = theirs.whose, segments = theirs.segments, ["until"] = theirs["until"]}
  end
  local news = keep_noted("waits", waits and ("%s %d %d"):format(waits.whose, waits.segments, waits["until"]))
  if stop.why == "budget" then
    redis.call("HSET", KEYS[1], "status", "paused", "over_budget", stop.needs)
    move.lift_warnings()
    news = true
  end
  return news
end

-- Return {whose, segments, until} as it was noted, nil if nothing waits for another day.
local function waits_now(noted)
  local whose, size, ends = (noted or ""):match("^(%w+) (%d+) (%d+)$")
  return whose and {whose = whose, segments = tonumber(size), ["until"] = tonumber(ends)}
end

-- Return whether a budget doesn't allow for the next text. `needs` was noted when the campaign was paused for that.
local function over_budget(budget, needs)
  return budget ~= nil and tonumber(needs or 0) > budget
end
