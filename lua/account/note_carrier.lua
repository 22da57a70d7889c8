--[[
  Note why a carrier sends nothing until somebody has done something about it, or that it sends again.

  args.carrier   name of the carrier
  args.trouble?  a sentence for admins; left out: there is none

  Returns  nil
  Tells    the account
]]
-- include clock
-- include account

local packed = redis.call("HGET", key.troubles, args.carrier)
local before = packed and cmsgpack.unpack(packed).sentence or nil
if before == args.trouble then return cmsgpack.pack(nil) end
if redis.call("EXISTS", KEYS[1]) == 0 then return cmsgpack.pack(nil) end -- an emptied store must stay empty

if args.trouble then
  redis.call("HSET", key.troubles, args.carrier, cmsgpack.pack({sentence = args.trouble, since = now()}))
else
  redis.call("HDEL", key.troubles, args.carrier)
end
tell_account({account = account_thing()})
return cmsgpack.pack(nil)
