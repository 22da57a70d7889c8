--[[
  Who has this e-mail address.

  KEYS[1] account
  args.email  compared without surrounding space and without case

  Returns  the member thing; nil if there is none
]]
-- include email
-- include member_thing

local email = comparable(args.email)
local id = email and redis.call("HGET", key.emails, email)
return cmsgpack.pack(id and member_thing(id) or nil)
