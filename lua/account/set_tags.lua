--[[
  Set the account's tags, all of them in their order, in place of those before. Campaigns have copies of those that are
  chosen there (set_campaign_tags).

  args.tags  list of {id (left out: a new one), name}

  Returns  the account thing
  Refuses  unknown_tag (an id that none of them has)
  Tells    the account; nobody when they stay the same
]]
-- include account
-- include numbered

local function words(tag) return tag.name end
local kept, before, tags = redis.call("HMGET", KEYS[1], "tags", "last_tag"), {}, {}
for _, tag in ipairs(tags_now(kept[1])) do
  before[tag.id] = tag.name
end
local last = numbered(args.tags, before, words, tonumber(kept[2] or 0))
if not last then return refuse("unknown_tag") end
for place, tag in ipairs(args.tags) do
  tags[place] = {tag.id, tag.name}
end

redis.call("HSET", KEYS[1], "last_tag", last)
return set_account("tags", #tags > 0 and cjson.encode(tags) or nil)
