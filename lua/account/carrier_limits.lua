--[[
  Return what a carrier lets through, with what has gone out there today, and what it costs.

  args.carrier     name of the carrier
  args.numbers?    numbers of it that may have limits and a price of their own
  args.midnights?  the next ends of days, in ms

  Returns  {limits, price}: a list of {whose ("carrier" or "numbers"), per_second, per_day (segments; 0: no limit), used
           (segments, today)}; the price of a segment in millionths, absent if it isn't known
  Changes  nothing
]]
-- include carriers

local limits = {}
for i, flow in ipairs(carriers.flows(args.carrier, args.numbers, args.midnights)) do
  limits[i] = {whose = flow.whose, per_second = flow.per_second, per_day = flow.per_day, used = flow.used}
end
local price = carriers.row(carriers.called(args.carrier, args.numbers)).price or carriers.row(args.carrier).price
return cmsgpack.pack({limits = limits, price = price})
