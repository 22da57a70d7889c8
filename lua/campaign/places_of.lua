--[[
  Return where conversations are at this moment, and how far the ledger has come: for `handraise replay`.

  args.first  id of the first conversation
  args.count  how many of them

  Returns  {places, last, entry, newest}: a list, for each conversation 'holder:lane', `none` if there is none,
           or 'somewhere else' if it isn't in the bucket that it is noted to be in; the last id that was given; the id
           of the ledger's newest entry in its stream, absent if it has none; the number that this entry should have
  Refuses  unknown_campaign
  Changes  nothing
]]
-- include guards
-- include move
-- include contacts

local refusal = unknown_campaign()
if refusal then return refusal end

local places = {}
for conversation = args.first, math.min(args.first + args.count - 1, contacts.last()) do
  local holder, lane = move.where(conversation)
  local there = lane == "removed" or bucket.place(holder, lane, conversation)
  places[#places + 1] = lane == "removed" and "none" or (there and holder .. ":" .. lane) or "somewhere else"
end
local newest = redis.call("XREVRANGE", key.ledger, "+", "-", "COUNT", 1)[1]
return cmsgpack.pack({
  places = places, last = contacts.last(), entry = newest and newest[1],
  newest = tonumber(redis.call("HGET", KEYS[1], "ledger_last") or 0),
})
