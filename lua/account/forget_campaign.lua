--[[
  Take a campaign out of the account's list. It is for a campaign that was deleted, once nothing else leads to
  it.

  args.id  the campaign's

  Returns  true if it was in the list
]]
return cmsgpack.pack(redis.call("SREM", key.campaigns, args.id) == 1)
