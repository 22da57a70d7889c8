--[[
  Make a sign-in link, good for 7 days.

  args.member
  args.link    sha256 of its token
  args.again?  true: the link can be used again and again, as the demo's can

  Returns  the member thing
  Refuses  unknown_member (also when disabled)
]]
-- include members

local member = enabled_member(args.member)
if not member then return refuse("unknown_member") end

local link = under("link", args.link)
redis.call("HSET", link, "member", member.id, "again", args.again and 1 or 0)
redis.call("PEXPIRE", link, 7 * 24 * 3600 * 1000)
return cmsgpack.pack(member)
