--[[
  Revoke an API token.

  args.token  its id: the sha256 of the token

  Returns  the token thing as it was {token, member, name, created, used}
  Refuses  unknown_token
  Tells    that its sockets are to be closed, the account: its tokens changed
]]
-- include credentials

local token = token_thing(args.token)
if not token then return refuse("unknown_token") end

end_credential("token:" .. args.token, token.member)
return cmsgpack.pack(token)
