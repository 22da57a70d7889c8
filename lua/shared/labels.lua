-- The labels of conversations: tags, and answers to the questions of the survey. Each conversation's own are kept
-- together, and every label is in one index, too, where those of a kind and id stand in the order of conversations.
-- Only this include writes the two, so that they can't disagree.
local labels = {}

local function labels_kept(conversation, name)
  local packed = redis.call("HGET", name, conversation)
  local kept = packed and cmsgpack.unpack(packed) or {}
  return kept.t or {}, kept.a or {}
end

-- Return the tags of a conversation, a list of ids in their order, and its answers: {question, as a text = answer}.
function labels.of(conversation)
  return labels_kept(conversation, key.labels)
end

local function keep_labels(conversation, tags, answers)
  if #tags == 0 and not next(answers) then
    redis.call("HDEL", key.labels, conversation)
  else
    redis.call("HSET", key.labels, conversation, cmsgpack.pack({t = tags, a = answers}))
  end
end

local function label_name(kind, id, conversation)
  return ("%s %d %010d"):format(kind, id, conversation)
end

local function index_label(kind, id, conversation, on)
  if on then
    redis.call("ZADD", key.labelled, 0, label_name(kind, id, conversation))
  else
    redis.call("ZREM", key.labelled, label_name(kind, id, conversation))
  end
end

-- Put a tag on a conversation, or take it off. Return whether that has changed anything.
function labels.tag(conversation, tag, on)
  local before, answers = labels.of(conversation)
  local tags, had = {}, false
  for _, each in ipairs(before) do
    had = had or each == tag
    if each ~= tag then tags[#tags + 1] = each end
  end
  if had == on then return false end
  if on then
    tags[#tags + 1] = tag
    table.sort(tags)
  end
  keep_labels(conversation, tags, answers)
  index_label("tag", tag, conversation, on)
  return true
end

-- Note a conversation's answer to a question in place of the one before; nil: it has none. Return whether that has
-- changed anything.
function labels.answer(conversation, question, answer)
  local tags, answers = labels.of(conversation)
  local name = tostring(question)
  local before = answers[name]
  if before == answer then return false end
  if before then index_label("answer", before, conversation, false) end
  if answer then index_label("answer", answer, conversation, true) end
  answers[name] = answer
  keep_labels(conversation, tags, answers)
  return true
end

-- Return how many conversations have a label: `kind` is "tag" or "answer".
function labels.count(kind, id)
  return redis.call("ZLEXCOUNT", key.labelled, ("[%s %d 0"):format(kind, id), ("(%s %d :"):format(kind, id))
end

-- Return the next conversations with a label after one, at most so many, in the order of their ids.
function labels.after(kind, id, conversation, most)
  local first, last = "(" .. label_name(kind, id, conversation), ("(%s %d :"):format(kind, id)
  local found = redis.call("ZRANGE", key.labelled, first, last, "BYLEX", "LIMIT", 0, most)
  for i, name in ipairs(found) do
    found[i] = tonumber(name:match("%d+$"))
  end
  return found
end

-- Return the entries that the index has of a conversation, by its own labels. `own` is the name of their key.
function labels.names(conversation, own)
  local names, tags, answers = {}, labels_kept(conversation, own or key.labels)
  for _, tag in ipairs(tags) do
    names[#names + 1] = label_name("tag", tag, conversation)
  end
  for _, answer in pairs(answers) do
    names[#names + 1] = label_name("answer", answer, conversation)
  end
  return names
end

-- Take out all labels of conversations. `own` and `all` are the names of the two keys.
function labels.take_out(conversations, own, all)
  for _, conversation in ipairs(conversations) do
    for _, name in ipairs(labels.names(conversation, own)) do
      redis.call("ZREM", all, name)
    end
    redis.call("HDEL", own, conversation)
  end
end
