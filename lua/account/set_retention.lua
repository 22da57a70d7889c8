--[[
  Set for how many days after a campaign was archived its contacts' data are kept.

  args.days?  from 1 to limit.retention_days; left out: for ever

  Returns  the account thing
  Refuses  retention_out_of_range
  Tells    the account; nobody when it stays the same
]]
-- include account

local days = args.days
if days and (type(days) ~= "number" or days < 1 or days > limit.retention_days or days % 1 ~= 0) then
  return refuse("retention_out_of_range")
end

return set_account("retention_days", days)
