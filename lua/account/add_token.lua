--[[
  Add an API token for a member's scripts; earlier ones stay valid.

  args.member
  args.token  sha256 of the token, from now on its id
  args.name   the purpose of the token, to be shown in the list

  Returns  the token thing {token, member, name, created, used}
  Refuses  unknown_member (also when disabled)
  Tells    the account: its tokens changed
]]
-- include clock
-- include members
-- include account
-- include credentials

if not enabled_member(args.member) then return refuse("unknown_member") end

redis.call("HSET", under("token", args.token), "member", args.member, "name", args.name, "created", now())
redis.call("ZADD", under("credentials_of", args.member), "+inf", "token:" .. args.token)
tell_tokens({})
return cmsgpack.pack(token_thing(args.token))
