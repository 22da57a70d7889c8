--[[
  Return every API token, or one member's, newest first.

  args.member?

  Returns  list of token things {token, member, name, created, used}: id (the sha256 of the token), member's id, and
           times in ms; `used` is when it was last used, to five minutes, nil if never
  Changes  nothing
]]
-- include credentials

local tokens = {}
local last = tonumber(redis.call("HGET", KEYS[1], "last_member") or 0)
for member = args.member or 1, args.member or last do
  for _, credential in ipairs(redis.call("ZRANGEBYSCORE", under("credentials_of", member), "+inf", "+inf")) do
    tokens[#tokens + 1] = token_thing(string.sub(credential, #"token:" + 1))
  end
end
table.sort(tokens, function(one, other)
  if one.created ~= other.created then return one.created > other.created end
  return one.token < other.token
end)
return cmsgpack.pack(tokens)
