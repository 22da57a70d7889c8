--[[
  Forget that members may be senders of a campaign, which is being deleted.

  args.of       the campaign
  args.members  list of ids

  Returns  how many were known
]]
local known = 0
for _, member in ipairs(args.members) do
  known = known + redis.call("SREM", under("campaigns_of", member), args.of)
end
return cmsgpack.pack(known)
