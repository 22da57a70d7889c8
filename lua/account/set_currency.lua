--[[
  Set the currency of prices and budgets. No amount changes by this.

  args.currency?  its code of three letters (ISO 4217); left out: US dollars

  Returns  the account thing
  Tells    the account; nobody when it stays the same
]]
-- include account

return set_account("currency", args.currency)
