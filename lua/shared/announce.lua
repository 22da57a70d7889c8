-- include describe
-- include history
-- Tells everybody who watches this campaign what it looks like now. `v` rises by exactly 1, so that who misses an
-- announcement notices. Gives the campaign as it was told.
--   more.conversation  the one that changed, if it was one
--   more.taken         conversations went from one holder to another, so an open one may have been taken away
local function announce(more)
  local v = redis.call("HINCRBY", KEYS[1], "v", 1)
  if touched[args.texter] then
    redis.call("HSET", key.active, args.texter, now())
  end
  local message = more or {}
  message.v = v
  if message.conversation then
    message.conversation.v = v
  end
  message.texters = {}
  for member in pairs(touched) do
    redis.call("HSET", key.moved, member, v)
    message.texters[#message.texters + 1] = describe.texter(member)
  end
  message.campaign = describe.campaign()
  note_history(message.campaign.unassigned)
  redis.call("PUBLISH", KEYS[1] .. ":changes", cmsgpack.pack(message))
  return message.campaign
end

-- The answer of a verb that changed one conversation: announced and given as it looks now, with all its texts.
local function announce_conversation(conversation)
  local thing = describe.conversation(conversation, true)
  announce({conversation = thing})
  return cmsgpack.pack(thing)
end

-- The answer of a verb that changed the campaign.
local function announce_campaign()
  return cmsgpack.pack(announce())
end
