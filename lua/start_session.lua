--[[
  Sign a member in, who has just given the right password. Their wrong passwords are forgiven.

  KEYS[1] account
  args.member
  args.credential  "session:NAME", not used before

  Returns  the member thing
  Refuses  unknown_member (also when disabled)
]]
-- include clock
-- include enabled_member
-- include start_session

local member = enabled_member(args.member)
if not member then return refuse("unknown_member") end

start_session(args.credential, member, now())
return cmsgpack.pack(member)
