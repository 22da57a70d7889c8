--[[
  Note that members may become senders of a campaign, before they do: the campaign's own list of senders decides, this
  one only says where to look. All of them or, when refused, none.

  args.to       campaign
  args.members  list of ids

  Returns  the member things, in the order asked for
  Refuses  unknown_campaign, unknown_member (also when disabled)
  Tells    the senders, so that a hub that doesn't watch this campaign yet begins to
]]
-- include members
-- include account

if redis.call("SISMEMBER", key.campaigns, args.to) == 0 then return refuse("unknown_campaign") end
local members = {}
for i, id in ipairs(args.members) do
  members[i] = enabled_member(id)
  if not members[i] then return refuse("unknown_member") end
end

for _, id in ipairs(args.members) do
  redis.call("SADD", under("campaigns_of", id), args.to)
end
if #members > 0 then tell_account({senders = {campaign = args.to, members = args.members}}) end
return cmsgpack.pack(members)
