--[[
  Return the member whom a sign-in link would sign in. This doesn't use the link up.

  args.link  sha256 of its token

  Returns  the member thing
  Refuses  unknown_link (or expired), link_used, unknown_member (disabled)
  Changes  nothing
]]
-- include credentials

local member, refusal = member_of_link(args.link)
if not member then return refuse(refusal) end
return cmsgpack.pack(member)
