--[[
  Set the carrier of campaigns that are made from now on and name none. No campaign changes by this.

  args.carrier?  its name; left out: any carrier that runs

  Returns  the account thing
  Tells    the account; nobody when it stays the same
]]
-- include account

return set_account("default_carrier", args.carrier)
