--[[
  Set the texting hours that campaigns get that are made from now on. No campaign changes by this.

  args.hours?  JSON (server/wire/hours.py), empty for any time; left out: back to those that are usual

  Returns  the account thing
  Tells    the account; nobody when the hours stay the same
]]
-- include account

return set_account("default_hours", args.hours)
