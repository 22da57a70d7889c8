--[[
  Make a member an admin, or a texter only. Hubs close the admin sockets of members who are no longer
  admins.

  args.member
  args.role  admin or texter

  Returns  the member thing
  Refuses  unknown_member, bad_arguments (no such role), last_admin
  Tells    the member
]]
-- include members
-- include account

local member = member_thing(args.member)
if not member then return refuse("unknown_member") end
if args.role ~= "admin" and args.role ~= "texter" then return refuse("bad_arguments") end
if args.role == member.role then return cmsgpack.pack(member) end
if last_admin(member) then return refuse("last_admin") end

redis.call("HSET", under("member", member.id), "role", args.role)
member.role = args.role
tell_account({member = member})
return cmsgpack.pack(member)
