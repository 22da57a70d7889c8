--[[
  Choose the languages whose stop words count, beside the carriers' own.

  args.languages?  their codes with blanks between them (server/words/stop_words.py); left out: back to the default

  Returns  the account thing
  Tells    the account; nobody when the languages stay the same
]]
-- include account

return set_account("stop_languages", args.languages)
