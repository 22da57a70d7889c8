--[[
  Give an account that an older version made its identity. One that has an identity keeps it.

  Returns  the identity
]]
-- include account

identify()
return cmsgpack.pack(redis.call("HGET", KEYS[1], "identity"))
