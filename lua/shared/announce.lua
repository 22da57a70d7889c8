-- include clock
-- include describe
-- include room
-- include history

-- Announce to everybody who watches this campaign how it is now, and the consoles that moves have changed. The version
-- `v` rises by exactly 1, so that a hub that misses an announcement notices. Return what was
-- announced: {campaign, conversation, …}. Texters who wait are given what is unassigned now, before that.
--   change.by            the texter who made the change, nil if no texter did
--   change.conversation  the id of the conversation that changed, if it was a single one
--   change.taken         true if several conversations have changed: an open one may have been taken away, say
local function announce(change)
  change = change or {}
  if change.by then
    redis.call("HSET", key.active, change.by, now())
    room.admit(change.by)
    doing.lift(change.by)
    touch(change.by) -- their row says when they were last active
  end
  -- Before anything is described: what was just put back may be somebody's now.
  local served = ledger.by_itself("serve_room", room.serve)
  ledger.write()
  local v = redis.call("HINCRBY", KEYS[1], "v", 1)
  local message = {v = v, taken = change.taken or served or nil, texters = {}}
  if change.conversation then
    message.conversation = describe.conversation(change.conversation, true)
    message.conversation.v = v
  end
  for i, member in ipairs(move.touched()) do
    redis.call("HSET", key.moved, member, v)
    message.texters[i] = describe.texter(member)
  end
  replying.mend()
  message.campaign = describe.campaign()
  history.note(message.campaign)
  redis.call(PUBLISH, KEYS[1] .. ":changes", cmsgpack.pack(message))
  return message
end

-- Announce one changed conversation. Return the answer of a verb: the conversation with all its texts, packed.
-- `texter` is the texter who changed it, nil if no texter did.
local function announce_conversation(conversation, texter)
  return cmsgpack.pack(announce({conversation = conversation, by = texter}).conversation)
end

-- Announce the campaign. Return the answer of a verb: the campaign thing, packed.
local function announce_campaign()
  return cmsgpack.pack(announce().campaign)
end
