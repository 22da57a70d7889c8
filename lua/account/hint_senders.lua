--[[
  Note that members may become senders of a campaign, before they do. This list is a hint where to look: the campaign's
  own list of senders decides. If one member is refused, none is noted.

  args.to       campaign
  args.members  list of ids

  Returns  the member things, in the order asked for
  Refuses  unknown_campaign, unknown_member (also when disabled)
  Tells    the members who weren't noted yet, so that every hub concerned begins to watch this campaign: it then hears
           from the campaign when they become senders
]]
-- include members
-- include account

if redis.call("SISMEMBER", key.campaigns, args.to) == 0 then return refuse("unknown_campaign") end
local members = {}
for i, id in ipairs(args.members) do
  members[i] = enabled_member(id)
  if not members[i] then return refuse("unknown_member") end
end

local new = {}
for _, id in ipairs(args.members) do
  if redis.call("SADD", under("campaigns_of", id), args.to) == 1 then new[#new + 1] = id end
end
if #new > 0 then tell_account({senders = {campaign = args.to, members = new}}) end
return cmsgpack.pack(members)
