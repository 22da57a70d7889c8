--[[
  Take a text that no texter gets off the admins' list. Dismissing it again changes nothing.

  args.text  its id

  Returns  the account thing
  Tells    the account, if it was there
]]
-- include account

local there = redis.call("ZREMRANGEBYSCORE", key.unplaced, args.text, args.text)
local account = account_thing()
if there > 0 then
  tell_account({account = account})
end
return cmsgpack.pack(account)
