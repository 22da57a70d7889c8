--[[
  Set the batch size that a campaign gets when self assignment is first switched on. No campaign changes by this.

  args.size?  from 1 to limit.batch_size; left out: back to limit.default_batch_size

  Returns  the account thing
  Refuses  batch_size_out_of_range
  Tells    the account; nobody when the size stays the same
]]
-- include account

local size = args.size
if size and (type(size) ~= "number" or size < 1 or size > limit.batch_size or size % 1 ~= 0) then
  return refuse("batch_size_out_of_range")
end

return set_account("default_batch_size", size)
