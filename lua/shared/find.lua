-- The index by which contacts are searched for: a hash for each span of conversations' ids. Its fields are beginnings
-- of names' words and last digits of phones (server/words/names.py). A value has two bytes for each conversation, its
-- place in the span: so no value gets long, and a contact costs the same in a campaign of any size.
--
-- It has every conversation up to `indexed`, a field of the campaign. Those after that were added by a server of an
-- older version; `index_contacts` adds them.
local SPAN = 32768 -- ids; also in server/store/found.py
local FIELDS_PER_COMMAND = 3000

local find = {}

-- Return the number of the span that a conversation is in.
function find.span(conversation)
  return math.floor(conversation / SPAN)
end

-- Return the id of the last conversation up to which the index has all.
function find.indexed()
  return tonumber(redis.call("HGET", KEYS[1], "indexed") or 0)
end

local function in_bytes(conversation)
  local offset = conversation % SPAN
  return string.char(math.floor(offset / 256), offset % 256)
end

-- Add to the values of fields of a span what is given for each.
local function append(span, fields, more)
  local hash = under("find", span)
  for first = 1, #fields, FIELDS_PER_COMMAND do
    local last = math.min(first + FIELDS_PER_COMMAND - 1, #fields)
    local set = {}
    for i, before in ipairs(redis.call("HMGET", hash, unpack(fields, first, last))) do
      local field = fields[first + i - 1]
      set[2 * i - 1], set[2 * i] = field, before and before .. more[field] or more[field]
    end
    redis.call("HSET", hash, unpack(set))
  end
end

-- Add conversations in order of their ids, each {id, list of its fields}. They must not be there yet.
function find.add(conversations)
  local span, fields, more
  for _, one in ipairs(conversations) do
    if find.span(one[1]) ~= span then
      if span then append(span, fields, more) end
      span, fields, more = find.span(one[1]), {}, {}
    end
    local packed = in_bytes(one[1])
    for _, field in ipairs(one[2]) do
      local before = more[field]
      if before then
        more[field] = before .. packed
      else
        fields[#fields + 1], more[field] = field, packed
      end
    end
  end
  if span then append(span, fields, more) end
end

-- Return whether what was given to take a contact out doesn't fit it any more: {names and phone, fields…}.
function find.outdated(contact, given)
  local was = given and given.was
  return was ~= nil and (was[1] ~= contact[1] or was[2] ~= contact[2] or was[3] ~= contact[3])
end

-- Take a conversation out of its fields.
function find.remove(conversation, fields)
  if conversation > find.indexed() then return end
  local hash, packed = under("find", find.span(conversation)), in_bytes(conversation)
  for _, field in ipairs(fields) do
    local kept = {}
    for one in (redis.call("HGET", hash, field) or ""):gmatch("..") do
      if one ~= packed then kept[#kept + 1] = one end
    end
    if #kept == 0 then
      redis.call("HDEL", hash, field)
    else
      redis.call("HSET", hash, field, table.concat(kept))
    end
  end
end
