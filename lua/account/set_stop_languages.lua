--[[
  Choose the languages whose stop words count, beside the carriers' own.

  args.languages?  their codes with blanks between them (server/words/stop_words.py); left out: back to the default

  Returns  the account thing
  Tells    the account
]]
-- include account

if args.languages then
  redis.call("HSET", KEYS[1], "stop_languages", args.languages)
else
  redis.call("HDEL", KEYS[1], "stop_languages")
end
local account = account_thing()
tell_account({account = account})
return cmsgpack.pack(account)
