--[[
  Return a page of conversations, each with its last text only: bucket after bucket, each in its order. Every page but
  the last one is full. A texter who lists first messages gets those whose contacts may be texted: the others wait.

  args.holder?  id of their holder; 0 for the unassigned ones; left out: everybody's
  args.lane?    left out: every lane
  args.after?   `next` of the page before
  args.limit
  args.texter?  the texter who asks; left out for admins

  Returns  {conversations, next}: `next` left out at the end
  Refuses  unknown_campaign, not_a_sender (the texter), bad_arguments (an `after` that isn't a `next`)
  Changes  nothing
]]
-- include guards
-- include describe

local refusal = unknown_campaign()
if refusal then return refusal end
if args.texter and redis.call("SISMEMBER", key.senders, args.texter) == 0 then return refuse("not_a_sender") end
local after
if args.after then
  local holder, lane, place, conversation = args.after:match("^(%d+) (%l[%l_]*) (%d+) (%d+)$")
  if not holder then return refuse("bad_arguments") end
  after = {bucket = holder .. " " .. lane, place = place, conversation = conversation}
end

-- Return the rest of a bucket after a place: flat {conversation, place, …}. Equal places are ordered by id as text, as
-- the store does it. Conversations may have moved since the last page, so the place decides, not the rank.
local function rest(name, place, conversation, most)
  if redis.call("ZSCORE", name, conversation) == place then
    local rank = redis.call("ZRANK", name, conversation)
    return redis.call("ZRANGE", name, rank + 1, rank + most, "WITHSCORES")
  end
  local found, skip = {}, 0
  repeat
    local some = redis.call("ZRANGE", name, place, "+inf", "BYSCORE", "LIMIT", skip, most, "WITHSCORES")
    for i = 1, #some, 2 do
      if (some[i + 1] ~= place or some[i] > conversation) and #found < 2 * most then
        found[#found + 1] = some[i]
        found[#found + 1] = some[i + 1]
      end
    end
    skip = skip + most
  until #found == 2 * most or #some < 2 * most
  return found
end

-- Return the first messages that may go out after a place: flat {conversation, place, …}.
local function rest_of_sendable(name, place, most)
  local found = {}
  for _, zone in ipairs(zoned.whole(hours.shown_open())) do
    for _, part in ipairs(zoned.after(name, zone, tonumber(place), most - #found / 2)) do
      found[#found + 1] = part
    end
  end
  return found
end

local only_sendable = args.texter and args.lane == "initial" and not hours.any()
local holders = {args.holder}
if not args.holder then
  holders = redis.call("SMEMBERS", key.holders)
  holders[#holders + 1] = NOBODY
  table.sort(holders, function(a, b) return tonumber(a) < tonumber(b) end)
elseif args.holder ~= NOBODY and redis.call("SISMEMBER", key.holders, args.holder) == 0 then
  holders = {} -- their buckets may be there yet while contacts' data are being deleted
end

local v = tonumber(redis.call("HGET", KEYS[1], "v"))
local page = {conversations = {}}
local last
local skipping = after ~= nil
for _, holder in ipairs(holders) do
  for _, lane in ipairs(args.lane and {args.lane} or LANES) do
    local name = bucket.name(holder, lane)
    local here = holder .. " " .. lane
    -- Ask for one more than fits, to know whether this page is the last.
    local most = args.limit + 1 - #page.conversations
    local found = {}
    if only_sendable then
      found = (not after or after.bucket == here) and rest_of_sendable(name, after and after.place or 0, most) or {}
    elseif skipping and after.bucket == here then
      skipping = false
      found = rest(name, after.place, after.conversation, most)
    elseif not skipping and most > 0 then
      found = redis.call("ZRANGE", name, 0, most - 1, "WITHSCORES")
    end
    for i = 1, #found, 2 do
      if #page.conversations == args.limit then
        page.next = last
        return cmsgpack.pack(page)
      end
      local thing = describe.conversation(found[i], false)
      thing.v = v
      page.conversations[#page.conversations + 1] = thing
      last = here .. " " .. found[i + 1] .. " " .. found[i]
    end
  end
end
return cmsgpack.pack(page)
