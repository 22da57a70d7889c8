--[[
  Keep when the texting hours begin and end in each zone, as Python has worked it out for some days ahead, and turn the
  hours. If the campaign's hours or zones are others by now, nothing changes.

  args.hours    the campaign's hours that they were worked out for, as they are kept
  args.zones    the campaign's zones, as they are kept
  args.windows  JSON: for each zone a list {begin, end, begin, end, …} in ms
  args.till     until when they count, in ms

  Returns  whether they are kept
  Refuses  unknown_campaign
  Tells    the consoles of those who hold conversations, the campaign; nobody when the windows stay the same
]]
-- include guards
-- include waiting
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
local hash = redis.call("HMGET", KEYS[1], "hours", "zones", "windows")
if hash[1] ~= args.hours or (hash[2] or "[]") ~= args.zones then return cmsgpack.pack(false) end

local same = hash[3] == args.windows and not hours.due()
hours.keep(args.windows, args.till)
if same then return cmsgpack.pack(true) end
waiting.back(hours.open_zones())
move.touch_holders(OPEN_LANES)
announce()
return cmsgpack.pack(true)
