-- include account_thing
-- include tell_account
-- Announce that an API token was made, used or ended. The account then looks different, so that who shows the list
-- of tokens lists them again.
local function tell_tokens(what)
  redis.call("HINCRBY", KEYS[1], "tokens_changed", 1)
  what.account = account_thing()
  tell_account(what)
end
