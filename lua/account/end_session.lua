--[[
  End a session, to sign its member out. Ending it again changes nothing.

  args.credential  "session:NAME"

  Returns  nil
  Tells    that its sockets are to be closed
]]
-- include credentials

local member = redis.call("HGET", under(args.credential), "member")
if member then end_credential(args.credential, member) end
return cmsgpack.pack(nil)
