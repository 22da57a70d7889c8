--[[
  Take all that an archived campaign of a load test holds out of the store, some of it at a time. What stays is the
  campaign itself, archived and without contacts: its version must not fall, or hubs would believe that the store went
  back. Interrupted, asking again goes on.

  args.carrier  the one carrier that such a campaign may have
  args.most     how many conversations and holders at once

  Returns  how many were taken out; fewer than args.most: it is empty now
  Refuses  unknown_campaign, not_archived, not_simulated
  Tells    the campaign, once it is empty
]]
-- include guards
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if status() ~= "archived" then return refuse("not_archived") end
if settings.now().carrier ~= args.carrier then return refuse("not_simulated") end

local names = {}
for _, name in pairs(key) do
  names[#names + 1] = name
end
local noted = redis.call("HMGET", KEYS[1], "contacts", "emptied")
local contacts, emptied = tonumber(noted[1]), tonumber(noted[2] or 0)
if contacts == 0 and redis.call("EXISTS", unpack(names)) == 0 then return cmsgpack.pack(0) end

local taken = math.min(args.most, contacts - emptied)
for conversation = emptied + 1, emptied + taken do
  redis.call("UNLINK", under("texts", conversation))
end
redis.call("HSET", KEYS[1], "emptied", emptied + taken)

for _, holder in ipairs(redis.call("SPOP", key.holders, args.most - taken)) do
  for _, lane in ipairs(LANES) do
    redis.call("UNLINK", bucket.name(holder, lane))
  end
  taken = taken + 1
end
if taken == args.most then return cmsgpack.pack(taken) end

for _, lane in ipairs(LANES) do
  redis.call("UNLINK", bucket.name(NOBODY, lane))
end
redis.call("UNLINK", unpack(names))
redis.call("HDEL", KEYS[1], "emptied", "bulk_at", "zones", "zoned", "windows", "windows_until",
  "turned", "turns_at", "waited")
redis.call("HSET", KEYS[1], "contacts", 0, "held_initial", 0, "held_reply", 0, "held_quiet", 0, "closed", 0,
  "opted_out", 0, "sent", 0, "fields", "[]", "merge_fields", "[]", "lacking", "[]")
announce()
redis.call("UNLINK", key.history) -- the announcement has noted how many are unassigned now: none
return cmsgpack.pack(taken)
