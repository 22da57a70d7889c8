--[[
  Sign in whoever an OpenID provider vouches for. A member is found by their verified e-mail address once, and bound to
  the provider's name for the person; from then on that name counts alone.

  args.subject     "ISSUER NAME": the provider, and its name for the person
  args.issuer      the provider
  args.emails?     the verified e-mail address in each form that a member may be kept under; absent if none is verified
  args.email?      that address as it is shown
  args.name?       the person's name, not empty
  args.join?       true: who isn't a member becomes a texter
  args.credential  "session:NAME", not used before
  args.address?    the network address that they come from
  args.device?     the browser that they come from, if it is known
  args.browser?    the browser in words for its owner

  Returns  the member thing
  Refuses  email_unverified, not_invited, unknown_member (disabled), another_identity (the member is bound to another of
           the provider's names), bad_email
  Tells    the member, if new
]]
-- include new_member
-- include credentials

local id = redis.call("HGET", key.subjects, args.subject)
if not id and not args.emails then return refuse("email_unverified") end
id = id or member_at(args.emails)
if not id and not args.join then return refuse("not_invited") end
if not id and not is_address(args.emails[#args.emails]) then return refuse("bad_email") end
local member = id and enabled_member(id)
if id and not member then return refuse("unknown_member") end
local bound = member and redis.call("HGET", under("member", member.id), "subject")
local elsewhere = bound and string.sub(bound, 1, #args.issuer + 1) ~= args.issuer .. " "
if bound and bound ~= args.subject and not elsewhere then return refuse("another_identity") end

member = member or new_member(args.emails[#args.emails], args.email, args.name, "texter")
if elsewhere then redis.call("HDEL", key.subjects, bound) end -- the organization has changed its provider
redis.call("HSET", key.subjects, args.subject, member.id)
redis.call("HSET", under("member", member.id), "subject", args.subject)
start_session(args.credential, member, {address = args.address, device = args.device, browser = args.browser})
return cmsgpack.pack(member)
