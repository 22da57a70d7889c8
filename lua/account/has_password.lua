--[[
  Return whether a member can sign in with a password.

  args.member

  Returns  true or false
  Changes  nothing
]]
return cmsgpack.pack(redis.call("HEXISTS", under("member", args.member), "password") == 1)
