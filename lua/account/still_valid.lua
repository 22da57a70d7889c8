--[[
  Find out which of these sessions and tokens are still valid.

  args.credentials  list of "session:NAME" and "token:SHA256"

  Returns  those of the list that are
  Tells    the account: its tokens changed, when a token's use is noted, now or before
  Changes  nothing that lasts
]]
-- include credentials

local valid = {}
for _, credential in ipairs(args.credentials) do
  if vouch(credential) then valid[#valid + 1] = credential end
end
if redis.call("HEXISTS", KEYS[1], "use_untold") == 1 then tell_use() end
return cmsgpack.pack(valid)
