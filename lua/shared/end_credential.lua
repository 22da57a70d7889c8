-- include tell_tokens
-- End a session or token, and its sockets with it.
local function end_credential(credential, member)
  redis.call("DEL", under(credential))
  redis.call("ZREM", under("credentials_of", member), credential)
  local tell = string.find(credential, "^token:") and tell_tokens or tell_account
  tell({ended = {credential = credential}})
end
