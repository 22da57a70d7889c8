-- The texts that wait for a carrier: answers in one list, in front of all first messages in the other. So a contact who
-- wrote never waits for those who didn't. An older version knows the list of first messages alone.
local queue = {}

local function place_of(answer)
  return answer and key.answers or key.outbox
end

-- Return whether a text of a conversation belongs to the answers: the one behind so many others. One that is sent while
-- the text before it isn't out yet goes into the same list, so that both keep their order.
function queue.answers(conversation, lane, behind)
  if lane == "initial" then return false end
  local texts = under("texts", conversation)
  for place = behind - 1, 0, -1 do
    local text = cmsgpack.unpack(redis.call("LINDEX", texts, place))
    if text.d == "out" then
      return text.s ~= "queued" or text.q == true
    end
  end
  return true
end

-- Queue a text, behind all others of its list, or before them.
function queue.add(conversation, id, answer, before)
  local list, name = place_of(answer), conversation .. ":" .. id
  if before then
    redis.call("LPUSH", list, name)
  else
    redis.call("RPUSH", list, name)
  end
end

-- Return the conversation and the id of a text that is queued or taken, and the text as it is kept.
function queue.text(name)
  local conversation, id = name:match("^(%d+):(%d+)$")
  return conversation, id, cmsgpack.unpack(redis.call("LINDEX", under("texts", conversation), id - 1))
end

-- Queue a text that was recorded and held, now that it can't be undone any more. `lane` is where the conversation was
-- when it was sent.
function queue.join(conversation, id, lane)
  local _, _, text = queue.text(conversation .. ":" .. id)
  local confirms = text.k == "confirmation"
  text.q = confirms or queue.answers(conversation, lane, id - 1) or nil
  redis.call("LSET", under("texts", conversation), id - 1, cmsgpack.pack(text))
  queue.add(conversation, id, text.q, confirms)
end

-- Return the names of the first `most` texts, in the order in which they are to be taken.
function queue.first(most)
  if most < 1 then return {} end
  local names = redis.call("LRANGE", key.answers, 0, most - 1)
  for _, name in ipairs(#names < most and redis.call("LRANGE", key.outbox, 0, most - #names - 1) or {}) do
    names[#names + 1] = name
  end
  return names
end

-- Take out the first `most` texts.
function queue.drop(most)
  local answers = math.min(most, redis.call("LLEN", key.answers))
  if answers > 0 then redis.call("LPOP", key.answers, answers) end
  if most > answers then redis.call("LPOP", key.outbox, most - answers) end
end

-- Take out one text.
function queue.remove(name, text)
  redis.call("LREM", place_of(text.q), 1, name)
end

-- Put a text in front of a later one of its conversation. From now on it belongs to the same list.
function queue.insert(earlier, name, text)
  local conversation, id, before = queue.text(earlier)
  if before.q ~= text.q then
    before.q = text.q
    redis.call("LSET", under("texts", conversation), id - 1, cmsgpack.pack(before))
  end
  redis.call("LINSERT", place_of(text.q), "BEFORE", name, earlier)
end

-- Put a text back that was taken, in front of its list.
function queue.put_back(name, text)
  redis.call("LPUSH", place_of(text.q), name)
end
