--[[
  Give an account that an older version made its identity. One that has an identity keeps it.

  Returns  the identity
]]
-- include identify

return cmsgpack.pack(identify())
