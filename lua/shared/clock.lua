-- Milliseconds since 1970 by the store's clock: those of the hubs may differ.
local function now()
  local time = redis.call("TIME")
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
