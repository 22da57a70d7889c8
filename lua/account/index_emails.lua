--[[
  Let members whom an older version added be found under their addresses as these are compared today.

  args.members  address as it is compared → id

  Returns  nil
]]

for email, id in pairs(args.members) do
  redis.call("HSETNX", key.emails, email, id)
end
redis.call("HSET", KEYS[1], "emails_compared", 1) -- for a process of an older version, which looks for it each time
return cmsgpack.pack(nil)
