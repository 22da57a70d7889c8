--[[
  Return the campaign's counters, and beside them the same numbers counted again from the buckets: for
  `handraise check`.

  Returns  {contacts, sent, erased_sent, emptied, counters, counted, strangers}: the last id of a contact, and how
           many first messages are sent, by the campaign's own count, and to how many contacts who are erased by now;
           how far the deletion of all contacts' data has come (guards.lua), left out if they aren't deleted; the
           counters and the numbers counted, by the same names; a list of {member, number of open conversations} for
           members who hold such conversations though they are no senders
  Refuses  unknown_campaign
  Changes  nothing
]]
-- include guards
-- include bucket
-- include contacts

local refusal = unknown_campaign()
if refusal then return refusal end

local NAMES = {"contacts", "sent", "held_initial", "held_reply", "held_quiet", "closed", "opted_out"}
local counters = {}
for i, value in ipairs(redis.call("HMGET", KEYS[1], unpack(NAMES))) do
  counters[NAMES[i]] = tonumber(value)
end
local last, sent = counters.contacts, counters.sent
counters.contacts = contacts.now()
counters.sent = nil
-- The phones of erased contacts aren't kept.
counters.phones = counters.contacts - redis.call("SCARD", key.erased)
counters.conversations = counters.contacts
counters.replying = redis.call("ZCARD", key.replying)
counters.undos = redis.call("HLEN", key.undos)

local counted = {
  contacts = redis.call("HLEN", key.contacts), phones = redis.call("HLEN", key.phones), conversations = 0,
  replying = 0, undos = redis.call("ZCARD", key.held) + redis.call("ZCARD", key.undoable),
  held_initial = 0, held_reply = 0, held_quiet = 0, closed = 0, opted_out = 0,
}

-- Return how many replies of a holder are among all replies, at the same place.
local function found_among_all(holder)
  local found, places = 0, redis.call("ZRANGE", bucket.name(holder, "reply"), 0, -1, "WITHSCORES")
  for i = 1, #places, 2 do
    if redis.call("ZSCORE", key.replying, places[i]) == places[i + 1] then found = found + 1 end
  end
  return found
end

local function add(holder, lane)
  local size = bucket.size(holder, lane)
  counted.conversations = counted.conversations + size
  local name = (lane == "closed" or lane == "opted_out") and lane or holder ~= NOBODY and "held_" .. lane
  if name then
    counted[name] = counted[name] + size
  end
  if lane == "reply" then counted.replying = counted.replying + found_among_all(holder) end
  return size
end

local strangers = {}
for _, lane in ipairs(LANES) do
  add(NOBODY, lane)
end
for _, holder in ipairs(redis.call("SMEMBERS", key.holders)) do
  local open = 0
  for _, lane in ipairs(OPEN_LANES) do
    open = open + add(holder, lane)
  end
  add(holder, "closed")
  add(holder, "opted_out")
  if open > 0 and redis.call("SISMEMBER", key.senders, holder) == 0 then
    strangers[#strangers + 1] = {tonumber(holder), open}
  end
end
return cmsgpack.pack({
  contacts = last, sent = sent, erased_sent = tonumber(redis.call("HGET", KEYS[1], "erased_sent") or 0),
  emptied = emptied(), counters = counters, counted = counted, strangers = strangers,
})
