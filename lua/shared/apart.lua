-- include clock
-- Keeps campaigns apart that have the same people: which campaign texted a phone last is noted for as long as it keeps
-- others from texting it.
local HOUR_MS = 60 * 60 * 1000

local apart = {}

-- Return how many hours must be between the texts of two campaigns to one phone; 0: none.
function apart.hours()
  return tonumber(redis.call("HGET", KEYS[1], "hours_between") or limit.default_hours_between)
end

-- Return {campaign, at, hours}: the other campaign that texted a phone within these hours, and when (ms); nil if none.
function apart.other(phone, campaign)
  local hours = apart.hours()
  local noted = hours > 0 and redis.call("GET", under("texted", phone))
  if not noted then return nil end
  local by, at = noted:match("^(%d+):(%d+)$")
  by, at = tonumber(by), tonumber(at)
  if by == campaign or now() - at >= hours * HOUR_MS then return nil end
  return {campaign = by, at = at, hours = hours}
end

-- Note that a campaign texts a phone now.
function apart.note(phone, campaign)
  local hours = apart.hours()
  if hours > 0 then
    redis.call("SET", under("texted", phone), string.format("%d:%.0f", campaign, now()), "EX", hours * 60 * 60)
  end
end
