--[[
  Set a member's password, and forgive their wrong ones. Their other sessions end, since somebody else may have known
  the old password.

  args.member
  args.password  hashed by argon2
  args.keep?     the session that goes on, "session:NAME"

  Returns  the member thing
  Refuses  unknown_member (also when disabled)
  Tells    which sessions' sockets are to be closed
]]
-- include members
-- include credentials

local member = enabled_member(args.member)
if not member then return refuse("unknown_member") end

redis.call("HSET", under("member", member.id), "password", args.password)
forgive(member.id, {keep = args.keep})
for _, credential in ipairs(sessions_of(member.id)) do
  if credential ~= args.keep then end_credential(credential, member.id) end
end
return cmsgpack.pack(member)
