--[[
  Check whether a member may join by this sender link now.

  args.token  of the link

  Returns  nil
  Refuses  link_disabled, not_active, self_assign_off
  Changes  nothing
]]
local hash = redis.call("HMGET", KEYS[1], "sender_token", "status", "self_assign")
if hash[1] ~= args.token then return refuse("link_disabled") end
if hash[2] ~= "active" then return refuse("not_active") end
if hash[3] ~= "1" then return refuse("self_assign_off") end
return cmsgpack.pack(nil)
