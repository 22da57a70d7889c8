--[[
  Take a campaign out of the account's list. It is for a campaign that was emptied: whoever opens a page doesn't see it
  any more.

  args.id  the campaign's

  Returns  true if it was in the list
]]
return cmsgpack.pack(redis.call("SREM", key.campaigns, args.id) == 1)
