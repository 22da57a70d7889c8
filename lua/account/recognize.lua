--[[
  Find the member whose session or token this is.

  args.credential  "session:NAME" or "token:SHA256"

  Returns  the member thing; nil if it doesn't count (any more)
  Tells    the account: its tokens changed, when a token's use is noted
]]
-- include clock
-- include member_thing
-- include vouch

local id = vouch(args.credential, now())
return cmsgpack.pack(id and member_thing(id) or nil)
