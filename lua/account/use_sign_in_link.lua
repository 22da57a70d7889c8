--[[
  Sign in by a link, and use the link up.

  args.link        sha256 of its token
  args.press       the word that the page with the button was given: pressing twice on one page counts once
  args.credential  "session:NAME", not used before
  args.address?    the network address that they come from
  args.device?     the browser that they come from, if it is known
  args.browser?    the browser in words for its owner

  Returns  the member thing
  Refuses  unknown_link (or expired), link_used, unknown_member (disabled)
]]
-- include clock
-- include credentials

local member, refusal = member_of_link(args.link, args.press)
if not member then return refuse(refusal) end

local link = under("link", args.link)
if redis.call("HSETNX", link, "used", now()) == 1 then redis.call("HSET", link, "press", args.press) end
start_session(args.credential, member, {address = args.address, device = args.device, browser = args.browser})
return cmsgpack.pack(member)
