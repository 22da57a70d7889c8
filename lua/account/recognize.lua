--[[
  Find the member whose session or token this is.

  args.credential  "session:NAME" or "token:SHA256"

  Returns  the member thing; nil if there is no such session or token any more
  Tells    the account: its tokens changed, when a token's use is noted; once a second for all uses
  Changes  nothing that lasts
]]
-- include members
-- include credentials

local id = vouch(args.credential)
return cmsgpack.pack(id and member_thing(id) or nil)
