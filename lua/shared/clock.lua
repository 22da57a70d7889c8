-- Return the time in ms since 1970 by the store's clock: the hubs' clocks may differ. A script reads the clock only
-- once, so that all it does has one time: before Redis 7.2 the clock goes on while a script runs.
local moment

local function now()
  if not moment then
    local time = redis.call("TIME")
    moment = time[1] * 1000 + math.floor(time[2] / 1000)
  end
  return moment
end
