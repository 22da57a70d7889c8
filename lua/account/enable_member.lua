--[[
  Let a disabled member sign in again: with their password, or by a new link. Being disabled ended their work as a
  sender and gave back what they held: that stays so. Asking again changes nothing.

  args.member

  Returns  the member thing
  Refuses  unknown_member
  Tells    the member
]]
-- include members
-- include account

local member = member_thing(args.member)
if not member then return refuse("unknown_member") end
if not member.disabled then return cmsgpack.pack(member) end

redis.call("HDEL", under("member", member.id), "disabled")
member.disabled = false
tell_account({member = member})
return cmsgpack.pack(member)
