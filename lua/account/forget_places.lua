--[[
  Forget which conversations texted some phones last, and when. With a campaign it is forgotten only where it leads
  there, and nothing is noted for that campaign any more: the data of its contacts are being deleted.

  args.fields  the names of what is noted: a phone, or 'phone carrier number'
  args.of?     the campaign

  Returns  how many were forgotten
]]
if args.of then redis.call("SADD", key.erased, args.of) end
local forgotten = 0
for _, field in ipairs(args.fields) do
  local campaign = (redis.call("HGET", key.phones, field) or ""):match("^(%d+):")
  if not args.of or campaign == tostring(args.of) then
    forgotten = forgotten + redis.call("HDEL", key.phones, field)
    redis.call("UNLINK", under("texted", field))
  end
end
return cmsgpack.pack(forgotten)
