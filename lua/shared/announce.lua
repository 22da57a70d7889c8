-- include clock
-- include describe
-- How many were unassigned at the end of each of the last sixty minutes in which anything happened, and of the one
-- before those: with it the hour began.
local MINUTES_KEPT = 60

local function note_history(unassigned)
  local minute = math.floor(now() / 60000)
  redis.call("HSET", key.history, minute, unassigned.initial + unassigned.reply + unassigned.quiet)
  if redis.call("HLEN", key.history) > 2 * MINUTES_KEPT then
    local old = {}
    for _, noted in ipairs(redis.call("HKEYS", key.history)) do
      if tonumber(noted) <= minute - MINUTES_KEPT then
        old[#old + 1] = tonumber(noted)
      end
    end
    table.sort(old)
    for i = 1, #old - 1 do
      redis.call("HDEL", key.history, old[i])
    end
  end
end

-- Tells everybody who watches this campaign what it looks like now, and the consoles that moves have changed. `v` rises
-- by exactly 1, so that who misses an announcement notices. Gives the campaign as it was told.
--   change.by            the texter who did it, if one did
--   change.conversation  the one that changed, if it was one
--   change.taken         conversations went from one holder to another, so an open one may have been taken away
local function announce(change)
  change = change or {}
  local v = redis.call("HINCRBY", KEYS[1], "v", 1)
  if change.by then
    redis.call("HSET", key.active, change.by, now())
  end
  if change.conversation then
    change.conversation.v = v
  end
  local message = {v = v, conversation = change.conversation, taken = change.taken, texters = {}}
  for i, member in ipairs(move.touched()) do
    redis.call("HSET", key.moved, member, v)
    message.texters[i] = describe.texter(member)
  end
  message.campaign = describe.campaign()
  note_history(message.campaign.unassigned)
  redis.call("PUBLISH", KEYS[1] .. ":changes", cmsgpack.pack(message))
  return message.campaign
end

-- The answer of a verb that changed one conversation: announced and given as it looks now, with all its texts.
-- `texter` is the one who did it, if one did.
local function announce_conversation(conversation, texter)
  local thing = describe.conversation(conversation, true)
  announce({conversation = thing, by = texter})
  return cmsgpack.pack(thing)
end

-- The answer of a verb that changed the campaign.
local function announce_campaign()
  return cmsgpack.pack(announce())
end
