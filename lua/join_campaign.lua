--[[
  May a member join by this sender link now?

  KEYS[1] campaign
  args.token   of the link
  args.member

  Returns  whether the member holds nothing in the open lanes, and so is to get a first batch
  Refuses  link_disabled, not_active, self_assign_off
  Tells    nobody
]]
-- include bucket

local hash = redis.call("HMGET", KEYS[1], "sender_token", "status", "self_assign")
if hash[1] ~= args.token then return refuse("link_disabled") end
if hash[2] ~= "active" then return refuse("not_active") end
if hash[3] ~= "1" then return refuse("self_assign_off") end

local held = 0
for _, lane in ipairs(OPEN_LANES) do
  held = held + bucket.size(args.member, lane)
end
return cmsgpack.pack(held == 0)
