--[[
  Forget people who don't exist: their phones, when they were texted, and that they opted out. It is for the contacts
  of a load test, whom no other campaign has.

  args.phones  E.164

  Returns  how many of them were known
]]
-- include out_since

local known = 0
for _, phone in ipairs(args.phones) do
  known = known + redis.call("HDEL", key.phones, phone)
  redis.call("SREM", key.opted_out, phone)
  local packed = redis.call("HGET", key.opt_outs, phone)
  redis.call("ZREM", key.out_since, out_since.entry(phone, packed and cmsgpack.unpack(packed) or {}))
  redis.call("HDEL", key.opt_outs, phone)
  redis.call("UNLINK", under("texted", phone))
end
return cmsgpack.pack(known)
