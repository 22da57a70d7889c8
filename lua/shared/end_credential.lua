-- include tell_account
-- End a session or token, and its sockets with it.
local function end_credential(credential, member)
  redis.call("DEL", under(credential))
  redis.call("ZREM", under("credentials_of", member), credential)
  tell_account({ended = {credential = credential}})
end
