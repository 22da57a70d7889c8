--[[
  Set the batch size that a campaign gets when self assignment is first switched on. No campaign changes by this.

  args.size?  1 to 5,000; left out: back to 300

  Returns  the account thing
  Refuses  batch_size_out_of_range
  Tells    the account
]]
-- include account

local size = args.size
if size and (type(size) ~= "number" or size < 1 or size > 5000 or size % 1 ~= 0) then
  return refuse("batch_size_out_of_range")
end

if size then
  redis.call("HSET", KEYS[1], "default_batch_size", size)
else
  redis.call("HDEL", KEYS[1], "default_batch_size")
end
local account = account_thing()
tell_account({account = account})
return cmsgpack.pack(account)
