--[[
  Forget which of an OpenID provider's names is a member's: they are found by their e-mail address again.

  args.member

  Returns  true if they were bound to one
  Refuses  unknown_member
]]
-- include members

if not member_thing(args.member) then return refuse("unknown_member") end
local subject = redis.call("HGET", under("member", args.member), "subject")
if not subject then return cmsgpack.pack(false) end

redis.call("HDEL", key.subjects, subject)
redis.call("HDEL", under("member", args.member), "subject")
return cmsgpack.pack(true)
