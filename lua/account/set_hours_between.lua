--[[
  Set how many hours must be between the texts of two campaigns to one phone, unless its owner has asked for them.

  args.hours?  from 0 (off) to limit.hours_between; left out: back to limit.default_hours_between

  Returns  the account thing
  Refuses  hours_between_out_of_range
  Tells    the account; nobody when it stays the same
]]
-- include account

local hours = args.hours
if hours and (type(hours) ~= "number" or hours < 0 or hours > limit.hours_between or hours % 1 ~= 0) then
  return refuse("hours_between_out_of_range")
end

return set_account("hours_between", hours)
