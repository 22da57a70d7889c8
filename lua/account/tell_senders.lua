--[[
  Say that members have become or ceased to be senders of a campaign, after its own script has made them so.

  args.of       campaign
  args.members  list of ids

  Returns  which of them have been disabled meanwhile, and so mustn't be senders
  Tells    the senders
]]
-- include members
-- include account

local disabled = {}
for _, id in ipairs(args.members) do
  if not enabled_member(id) then
    disabled[#disabled + 1] = id
  end
end
tell_account({senders = {campaign = args.of, members = args.members}})
return cmsgpack.pack(disabled)
