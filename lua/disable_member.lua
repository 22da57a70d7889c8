--[[
  Disable a member: every session and token of theirs ends at once, and none can be had again. Asking again changes
  nothing.

  KEYS[1] account
  args.member

  Returns  the member thing
  Refuses  unknown_member, last_admin
  Tells    the member, and that all their sockets are to be closed
]]
-- include enabled_member
-- include tell_account

local member = member_thing(args.member)
if not member then return refuse("unknown_member") end
if member.disabled then return cmsgpack.pack(member) end
if member.role == "admin" then
  local others = 0
  for id = 1, redis.call("HGET", KEYS[1], "last_member") do
    local other = enabled_member(id)
    if other and other.role == "admin" and id ~= member.id then others = others + 1 end
  end
  if others == 0 then return refuse("last_admin") end
end

redis.call("HSET", under("member", member.id), "disabled", 1)
local credentials = under("credentials_of", member.id)
for _, credential in ipairs(redis.call("ZRANGE", credentials, 0, -1)) do
  redis.call("DEL", under(credential))
end
redis.call("DEL", credentials)
member.disabled = true
tell_account({member = member, ended = {member = member.id}})
return cmsgpack.pack(member)
