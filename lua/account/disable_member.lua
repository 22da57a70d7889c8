--[[
  Disable a member: all their sessions and tokens end at once, and they can get no new ones. Asking again changes
  nothing.

  args.member

  Returns  the member thing
  Refuses  unknown_member, last_admin
  Tells    the member, that all their sockets are to be closed, the account: its tokens changed
]]
-- include members
-- include account

local member = member_thing(args.member)
if not member then return refuse("unknown_member") end
if member.disabled then return cmsgpack.pack(member) end
if last_admin(member) then return refuse("last_admin") end

redis.call("HSET", under("member", member.id), "disabled", 1)
local credentials = under("credentials_of", member.id)
for _, credential in ipairs(redis.call("ZRANGE", credentials, 0, -1)) do
  redis.call("DEL", under(credential))
end
redis.call("DEL", credentials)
member.disabled = true
tell_tokens({member = member, ended = {member = member.id}})
return cmsgpack.pack(member)
