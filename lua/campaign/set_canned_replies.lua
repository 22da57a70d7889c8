--[[
  Set the canned replies of a campaign, all of them in their order, in place of those before.

  args.replies  list of {id (left out: a new one), title, text, message: the text as merge.py takes it apart}

  Returns  the campaign
  Refuses  unknown_campaign, archived, unknown_reply (an id that none of them has), unknown_field (with its name)
  Tells    the campaign; nobody when they stay the same
]]
-- include guards
-- include at_hand
-- include numbered
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if status() == "archived" then return refuse("archived") end
local function words(reply) return reply.title .. "\n" .. reply.text end
local before, replies = {}, {}
for id, packed in pairs(at_hand.replies("canned")) do
  local kept = cjson.decode(packed)
  before[id] = words({title = kept[2], text = kept[3]})
end
local last = numbered(args.replies, before, words, tonumber(redis.call("HGET", KEYS[1], "last_canned") or 0))
if not last then return refuse("unknown_reply") end
for place, reply in ipairs(args.replies) do
  local unknown = draft.fit(cjson.decode(reply.message).parts)
  if unknown then return refuse("unknown_field " .. unknown) end
  replies[reply.id] = cjson.encode({place, reply.title, reply.text, reply.message})
end

if not at_hand.keep_replies("canned", replies) then return cmsgpack.pack(describe.campaign()) end
redis.call("HSET", KEYS[1], "last_canned", last)
at_hand.note()
return announce_campaign()
