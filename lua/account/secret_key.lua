--[[
  Return the key that signs session cookies. It is made once and kept.

  args.offered  a new key, taken if there is none yet

  Returns  the key
]]
redis.call("HSETNX", KEYS[1], "secret_key", args.offered)
return cmsgpack.pack(redis.call("HGET", KEYS[1], "secret_key"))
