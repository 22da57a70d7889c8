--[[
  Never text this phone again, in any campaign.

  KEYS[1] account
  args.phone  in E.164

  Returns  whether it is new
]]
return cmsgpack.pack(redis.call("SADD", key.opted_out, args.phone) == 1)
