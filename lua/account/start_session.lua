--[[
  Sign in a member who has just given the right password. Their wrong passwords are forgiven.

  args.member
  args.credential  "session:NAME", not used before
  args.address?    the network address that they come from
  args.device?     the browser that they come from, if it is known
  args.browser?    the browser in words for its owner
  args.stranger?   whether attempt_password counted the right password as a stranger's

  Returns  the member thing
  Refuses  unknown_member (also when disabled)
]]
-- include members
-- include credentials

local member = enabled_member(args.member)
if not member then return refuse("unknown_member") end

local attempts = under("attempts", "from", args.address or "")
if args.stranger and redis.call("EXISTS", attempts) == 1 then redis.call("DECR", attempts) end
start_session(args.credential, member, {address = args.address, device = args.device, browser = args.browser})
return cmsgpack.pack(member)
