--[[
  Take a disabled member out of the account, as if they had never been there. Asking again changes nothing.

  args.member
  args.emails  the forms of their e-mail address under which a member may be kept

  Returns  true if they were there
  Refuses  not_disabled
  Tells    the account: the member is gone
]]
-- include members
-- include account

local member = member_thing(args.member)
if not member then return cmsgpack.pack(false) end
if not member.disabled then return refuse("not_disabled") end

local subject = redis.call("HGET", under("member", member.id), "subject")
if subject then redis.call("HDEL", key.subjects, subject) end
redis.call("UNLINK", under("member", member.id), under("credentials_of", member.id), under("campaigns_of", member.id),
  under("addresses_of", member.id), under("own_replies", member.id))
for _, email in ipairs(args.emails) do
  if redis.call("HGET", key.emails, email) == tostring(member.id) then
    redis.call("HDEL", key.emails, email)
  end
end
tell_account({gone = member.id})
return cmsgpack.pack(true)
