--[[
  Permit a text right before it is handed over, and note that its conversation is the one that texts this phone last:
  the contact's answer may come before the carrier's.

  args.phone                  in E.164
  args.to, args.conversation  the text's campaign (`to`) and conversation
  args.identity               the identity of the account that the text was taken from

  Returns  true; false if the phone has opted out; nil if this is another account, which can't know who has opted out
]]
if redis.call("HGET", KEYS[1], "identity") ~= args.identity then return cmsgpack.pack(nil) end
if redis.call("SISMEMBER", key.opted_out, args.phone) == 1 then return cmsgpack.pack(false) end

redis.call("HSET", key.phones, args.phone, args.to .. ":" .. args.conversation)
return cmsgpack.pack(true)
