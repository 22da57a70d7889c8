--[[
  Return how many segments the next texts have, in the order in which take_texts would hand them out now. A carrier
  process has so many granted by the account before it takes the texts. Those that could be undone until now are queued.

  args.name?       name of the carrier, as campaigns set it
  args.count       how many texts
  args.price?      the price of a segment, in millionths of the account's currency
  args.picture_price?  that of a text with a picture, likewise
  args.midnights?  the next ends of days, in ms

  Returns  list of numbers
  Refuses  unknown_campaign
]]
-- include guards
-- include next_texts
-- include undoing

local refusal = unknown_campaign()
if refusal then return refusal end

undoing.settle_until(now())
local sizes = {}
local found = next_texts({
  name = args.name, most = args.count, price = args.price, picture_price = args.picture_price,
  midnights = args.midnights,
})
for i, each in ipairs(found) do
  sizes[i] = each.size
end
return cmsgpack.pack(sizes)
