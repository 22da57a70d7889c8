--[[
  Find out where one conversation really is: look for it in every bucket that can exist. `handraise check` confirms
  its suspicions with this.

  args.conversation
  args.seen  list of 'holder:lane': buckets where it has been seen, to be looked into whoever the holder is

  Returns  {contact, where, buckets, texts, emptied}: whether there is such a contact; the 'holder:lane' where the
           conversation is noted to be; the list of those where it is; how many texts it has; how far the deletion of
           all contacts' data has come (guards.lua), left out if they aren't deleted
  Refuses  unknown_campaign
  Changes  nothing
]]
-- include guards
-- include move

local refusal = unknown_campaign()
if refusal then return refusal end

local names, asked = {}, {}
local function ask(holder, lane)
  local name = holder .. ":" .. lane
  if not asked[name] then
    asked[name] = true
    names[#names + 1] = {holder, lane}
  end
end
for _, lane in ipairs(LANES) do
  ask(NOBODY, lane)
  for _, holder in ipairs(redis.call("SMEMBERS", key.holders)) do
    ask(holder, lane)
  end
end
for _, name in ipairs(args.seen) do
  ask(name:match("^(%d+):(.+)$"))
end

local buckets = {}
for _, name in ipairs(names) do
  if redis.call("ZSCORE", bucket.name(name[1], name[2]), args.conversation) then
    buckets[#buckets + 1] = name[1] .. ":" .. name[2]
  end
end
local holder, lane = move.where(args.conversation)
return cmsgpack.pack({
  contact = redis.call("HEXISTS", key.contacts, args.conversation) == 1,
  where = holder .. ":" .. lane,
  buckets = buckets,
  texts = redis.call("LLEN", under("texts", args.conversation)),
  emptied = emptied(),
})
