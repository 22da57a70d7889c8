-- include labels
-- A campaign's answers at hand: its canned replies, the tags chosen for it and the questions of its survey. What was
-- taken off the tags or the survey stays in their lists as long as conversations have it, and isn't offered any more.
-- A tag is kept as {id, name, offered, counted}, a question as {id, question, offered, answers}, an answer as {id,
-- answer, offered, counted}. `counted` is the count when all contacts' data were deleted, false before. The words of
-- replies are kept by themselves, since the campaign is described with every text: those of a canned reply under
-- 'canned ID', those that go with an answer under 'answer ID', {place, title, text, message as merge.py makes it}.
local at_hand = {}

local function unpacked(packed)
  return packed and cjson.decode(packed) or {}
end

function at_hand.tags()
  return unpacked(redis.call("HGET", KEYS[1], "tags"))
end

function at_hand.survey()
  return unpacked(redis.call("HGET", KEYS[1], "survey"))
end

-- Return the entry of a list with this id, nil if there is none.
function at_hand.find(list, id)
  for _, entry in ipairs(list) do
    if entry[1] == id then return entry end
  end
end

-- Return how many conversations have a label, or had it before all contacts' data were deleted.
local function times_given(kind, entry)
  return entry[4] or labels.count(kind, entry[1])
end

-- Return the words of the entries of a list: {id = words}.
function at_hand.words(list)
  local words = {}
  for _, entry in ipairs(list) do
    words[entry[1]] = entry[2]
  end
  return words
end

-- Keep a list in the campaign's hash. Return whether it differs from the one before.
function at_hand.keep(name, list)
  local packed = #list > 0 and cjson.encode(list) or nil
  if (redis.call("HGET", KEYS[1], name) or nil) == packed then return false end
  if packed then
    redis.call("HSET", KEYS[1], name, packed)
  else
    redis.call("HDEL", KEYS[1], name)
  end
  return true
end

-- Append to `list` the entries of `before` that aren't in it and that conversations have: from now on not offered.
function at_hand.keep_labels(list, before, kind)
  for _, entry in ipairs(before) do
    if not at_hand.find(list, entry[1]) and times_given(kind, entry) > 0 then
      list[#list + 1] = {entry[1], entry[2], false, entry[4]}
    end
  end
end

-- Return the words of one reply: {place, title, text, message}, nil if there is none. `kind` is "canned" or "answer".
function at_hand.reply(kind, id)
  local packed = redis.call("HGET", key.replies, ("%s %d"):format(kind, id))
  return packed and cjson.decode(packed) or nil
end

-- Return the words of all replies of a kind: {id = as they are kept}.
function at_hand.replies(kind)
  local found, all = {}, redis.call("HGETALL", key.replies)
  for i = 1, #all, 2 do
    local of, id = all[i]:match("^(%l+) (%d+)$")
    if of == kind then found[tonumber(id)] = all[i + 1] end
  end
  return found
end

-- Keep the words of replies, {id = as they are kept}, in place of those before. Return whether anything has changed.
function at_hand.keep_replies(kind, replies)
  local changed, before = false, at_hand.replies(kind)
  for id in pairs(before) do
    if not replies[id] then
      redis.call("HDEL", key.replies, ("%s %d"):format(kind, id))
      changed = true
    end
  end
  for id, packed in pairs(replies) do
    if before[id] ~= packed then
      redis.call("HSET", key.replies, ("%s %d"):format(kind, id), packed)
      changed = true
    end
  end
  return changed
end

-- Note that what is at hand changes with the next announcement.
function at_hand.note()
  redis.call("HSET", KEYS[1], "at_hand", redis.call("HGET", KEYS[1], "v") + 1)
end

-- Return the tags and the survey for the campaign thing, with their counts. `tags` and `survey` are as they are kept.
function at_hand.described(tags, survey)
  local told, asked = {}, {}
  for _, tag in ipairs(unpacked(tags)) do
    told[#told + 1] = {id = tag[1], name = tag[2], offered = tag[3], count = times_given("tag", tag)}
  end
  for _, question in ipairs(unpacked(survey)) do
    local answers = {}
    for _, answer in ipairs(question[4]) do
      answers[#answers + 1] =
        {id = answer[1], answer = answer[2], offered = answer[3], count = times_given("answer", answer)}
    end
    asked[#asked + 1] = {id = question[1], question = question[2], offered = question[3], answers = answers}
  end
  return told, asked
end

-- Return whether the survey has an answer, offered or not.
function at_hand.knows(question, answer)
  local asked = at_hand.find(at_hand.survey(), question)
  return asked and answer and at_hand.find(asked[4], answer) and true or false
end

-- Return whether an answer of the survey can be given; nil takes back the one before.
function at_hand.askable(question, answer)
  local asked = at_hand.find(at_hand.survey(), question)
  if not asked then return false end
  local given = answer and at_hand.find(asked[4], answer)
  return not answer or (asked[3] and given and given[3]) or false
end

-- Keep in the lists how often each label was given, before the labels are taken out.
function at_hand.count_for_good()
  local tags, survey = at_hand.tags(), at_hand.survey()
  for _, tag in ipairs(tags) do
    tag[4] = times_given("tag", tag)
  end
  for _, question in ipairs(survey) do
    for _, answer in ipairs(question[4]) do
      answer[4] = times_given("answer", answer)
    end
  end
  at_hand.keep("tags", tags)
  at_hand.keep("survey", survey)
end
