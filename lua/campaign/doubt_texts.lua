--[[
  Let the fate of texts be unknown that were queued, held, waited for hours or were taken by a carrier when a backup was
  made: they may have gone out since, and are never sent again. A report that comes later still counts, and the carrier
  is asked, where it can be.

  args.most   how many at once
  args.asked  names of carriers that can be asked about a text without sending it

  Returns  how many there were; fewer than args.most: these were the last
  Refuses  unknown_campaign
  Tells    the campaign, if there were any
]]
-- include guards
-- include announce
-- include texts
-- include undoing

local refusal = unknown_campaign()
if refusal then return refusal end

while undoing.settle_until("+inf") > 0 do end
local asked = {}
for _, name in ipairs(args.asked) do
  asked[name] = name
end
local doubted, own = 0, redis.call("HGET", KEYS[1], "carrier")
local function doubt(name, carrier)
  local conversation, id = name:match("^(%d+):(%d+)$")
  set_status(conversation, id, "unknown", {carrier = asked[carrier]})
  doubted = doubted + 1
end

local sending = redis.call("HGETALL", key.sending)
for i = 1, #sending, 2 do
  redis.call("HDEL", key.sending, sending[i])
  doubt(sending[i], sending[i + 1]:match("^(.-)%."))
end
for _, list in ipairs({key.answers, key.outbox}) do
  local first = doubted < args.most and redis.call("LPOP", list, args.most - doubted) or {}
  for _, name in ipairs(first) do
    doubt(name, own)
  end
end
local waiting = doubted < args.most and redis.call("ZPOPMIN", key.waiting, args.most - doubted) or {}
for i = 1, #waiting, 2 do
  doubt(waiting[i], own)
end
if doubted > 0 then
  announce()
end
return cmsgpack.pack(doubted)
