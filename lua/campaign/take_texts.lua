--[[
  Hand queued texts to a carrier process, answers first, also those that could be undone until now. It gets those again
  that it has taken and not reported: it knows which of them it has handed over. Texts that another process has taken
  stay with that one, and those of a campaign with a carrier of its own wait for that carrier. A text whose contact may
  not be texted now waits for their hours. No more is taken than the campaign may send in a second and a day; the text
  that would exceed its budget pauses it. A text is counted when it is taken.

  args.carrier     name of the carrier process
  args.name?       name of its carrier, as campaigns set it
  args.count       how many at once
  args.segments?   how many segments the account has granted; left out: the account has no limit
  args.waits?      {whose, segments, until}: the account's limit of a day that keeps others from being granted
  args.price?      the price of a segment, in millionths of the account's currency
  args.picture_price?  that of a text with a picture, likewise
  args.midnights?  the next ends of days, in ms

  Returns  list of {conversation, id, phone, text, at, answer, automatic, unasked, zone, picture, numbers, within,
           segments, new}: `answer` is true of one that goes before first messages; `automatic` is confirmation or help,
           for one that goes out by itself; `unasked` is true where the contact has written nothing yet; `zone` is the
           name of their time zone, left out if it isn't known; `picture` is the path of the picture that goes with it;
           `within` is how long it may still be handed over, in ms, left out if there is no limit; `new` is true of one
           that wasn't taken before. Nothing is new while the campaign isn't active
  Refuses  unknown_campaign
  Tells    the campaign, if any text is taken, or begins or ends to wait for another day, or if it is paused
]]
-- include guards
-- include next_texts
-- include waiting
-- include announce
-- include waits
-- include undoing
-- include outgoing

local refusal = unknown_campaign()
if refusal then return refusal end

undoing.settle_until(now())
local mine = {}
local sending = redis.call("HGETALL", key.sending)
for i = 1, #sending, 2 do
  if sending[i + 1]:match("^(.*):%d+$") == args.carrier then
    mine[#mine + 1] = sending[i]
  end
end

local most = waiting.sift(args.count - #mine)
local taken, used, stop = next_texts({
  name = args.name, most = most, segments = args.segments, price = args.price,
  picture_price = args.picture_price, midnights = args.midnights,
})
for _, each in ipairs(taken) do
  redis.call("HSET", key.sending, each.name, args.carrier .. ":" .. now())
  note_cost(each)
  mine[#mine + 1] = each.name
end
if #taken > 0 then
  queue.drop(#taken)
  keep_used(used)
end
local news = used and note_waiting(stop or {}, used.flow, args.waits)
if #taken > 0 or news then
  announce()
end

local texts = {}
for i, name in ipairs(mine) do
  local text = outgoing(name)
  texts[i] = text
  text.segments, text.new = segments(text.text), i > #mine - #taken
end
return cmsgpack.pack(texts)
