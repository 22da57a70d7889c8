--[[
  Set the words of a text that goes out by itself.

  args.setting  confirm_opt_out or help_text
  args.text?    the words; left out: none goes out

  Returns  the account thing
  Tells    the account; nobody when the words stay the same
]]
-- include account

return set_account(args.setting, args.text)
