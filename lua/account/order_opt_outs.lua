--[[
  Put some of the phones that have opted out into the order of time, from which older versions left them out.

  args.cursor  "0" begins anew; else what the step before returned

  Returns  the cursor of the next step, "0" at the end
]]
-- include out_since

local PHONES_PER_STEP = 500

if args.cursor == "0" then redis.call("UNLINK", key.out_since) end
local cursor, phones = unpack(redis.call("SSCAN", key.opted_out, args.cursor, "COUNT", PHONES_PER_STEP))
for _, phone in ipairs(phones) do
  local packed = redis.call("HGET", key.opt_outs, phone)
  local note = packed and cmsgpack.unpack(packed) or {}
  redis.call("ZADD", key.out_since, 0, out_since.entry(phone, note))
end
return cmsgpack.pack(cursor)
