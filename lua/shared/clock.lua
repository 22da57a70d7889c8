-- Milliseconds since 1970 by the store's clock: those of the hubs may differ. All that a script does is at one moment;
-- Redis before 7.2 lets its clock go on meanwhile.
local moment

local function now()
  if not moment then
    local time = redis.call("TIME")
    moment = time[1] * 1000 + math.floor(time[2] / 1000)
  end
  return moment
end
