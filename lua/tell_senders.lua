--[[
  Say that members have become or ceased to be senders of a campaign, after its own script has made them so.

  KEYS[1] account
  args.of       campaign
  args.members  list of ids

  Returns  nil
  Tells    the senders
]]
-- include tell_account

tell_account({senders = {campaign = args.of, members = args.members}})
return cmsgpack.pack(nil)
