--[[
  Set what a carrier lets through and what it costs, or the same for some numbers of it alone. What is left out stays. A
  row in which nothing is set any more goes.

  args.carrier      the carrier's name
  args.numbers?     the numbers or the service, as campaigns set them; left out: the carrier as a whole
  args.per_second?  segments a second; 0: no limit
  args.per_day?     segments a day; 0: no limit
  args.price?       of a segment, as people write it; empty: it isn't known
  args.picture_price?  of a text with a picture, in the same way, by the carrier as a whole
  args.lookup_price?   of looking a number up, likewise

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

local before = cjson.encode(carriers.listed())
carriers.keep(name, row)
if args.picture_price then carriers.keep_price(args.carrier, "picture", args.picture_price) end
if args.lookup_price then carriers.keep_price(args.carrier, "lookup", args.lookup_price) end
local account = account_thing()
if cjson.encode(account.carriers) ~= before then
  tell_account({account = account})
end
return cmsgpack.pack(account)
