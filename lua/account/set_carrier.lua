--[[
  Set what a carrier lets through and what it costs, or the same for some numbers of it alone. What is left out stays. A
  row in which nothing is set any more goes.

  args.carrier      the carrier's name
  args.numbers?     the numbers or the service, as campaigns set them; left out: the carrier as a whole
  args.per_second?  segments a second; 0: no limit
  args.per_day?     segments a day; 0: no limit
  args.price?       of a segment, as people write it; empty: it isn't known

  Returns  the account thing
  Tells    the account; nobody when all stays the same
]]
-- include account

local name = carriers.called(args.carrier, args.numbers)
local row = carriers.row(name)
row.per_second = args.per_second or row.per_second
row.per_day = args.per_day or row.per_day
if args.price then
  row.price = money.millionths(args.price)
end

local before = redis.call("HGET", key.carriers, name)
carriers.keep(name, row)
local account = account_thing()
if redis.call("HGET", key.carriers, name) ~= before then
  tell_account({account = account})
end
return cmsgpack.pack(account)
