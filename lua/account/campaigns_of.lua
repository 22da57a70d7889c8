--[[
  Return the campaigns where a member may be a sender. This is a hint: only the campaign knows its senders.

  args.member

  Returns  list of campaign ids, in order
  Changes  nothing
]]
local campaigns = {}
for i, id in ipairs(redis.call("SMEMBERS", under("campaigns_of", args.member))) do
  campaigns[i] = tonumber(id)
end
table.sort(campaigns)
return cmsgpack.pack(campaigns)
