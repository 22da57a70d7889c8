--[[
  Whether a member can sign in with a password.

  KEYS[1] account
  args.member

  Returns  true or false
]]
return cmsgpack.pack(redis.call("HEXISTS", under("member", args.member), "password") == 1)
