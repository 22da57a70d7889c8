-- The index by which contacts are searched for. Its fields are "WORD:SPAN": the beginning of a name's word or the last
-- digits of phones (server/words/names.py), and a span of conversations' ids. A value has two bytes for each
-- conversation, its place in the span: so no value gets long, and a contact costs the same in a campaign of any size.
--
-- It has every conversation up to `indexed`, a field of the campaign. Those after that were added by a server of an
-- older version; `index_contacts` adds them.
local SPAN = 32768 -- ids; also in server/store/found.py
local FIELDS_PER_COMMAND = 3000

local find = {}

-- Return the id of the last conversation up to which the index has all.
function find.indexed()
  return tonumber(redis.call("HGET", KEYS[1], "indexed") or 0)
end

local function in_span(field, conversation)
  return field .. ":" .. math.floor(conversation / SPAN)
end

local function in_bytes(conversation)
  local offset = conversation % SPAN
  return string.char(math.floor(offset / 256), offset % 256)
end

-- Add conversations, each {id, list of its fields}. They must not be there yet.
function find.add(conversations)
  local names, more = {}, {}
  for _, one in ipairs(conversations) do
    local packed = in_bytes(one[1])
    for _, field in ipairs(one[2]) do
      local name = in_span(field, one[1])
      if more[name] then
        more[name][#more[name] + 1] = packed
      else
        names[#names + 1], more[name] = name, {packed}
      end
    end
  end
  for first = 1, #names, FIELDS_PER_COMMAND do
    local last = math.min(first + FIELDS_PER_COMMAND - 1, #names)
    local set = {}
    for i, before in ipairs(redis.call("HMGET", key.find, unpack(names, first, last))) do
      local name = names[first + i - 1]
      set[2 * i - 1], set[2 * i] = name, (before or "") .. table.concat(more[name])
    end
    redis.call("HSET", key.find, unpack(set))
  end
end

-- Return whether what was given to take a contact out doesn't fit it any more: {names and phone, fields…}.
function find.outdated(contact, given)
  local was = given and given.was
  return was ~= nil and (was[1] ~= contact[1] or was[2] ~= contact[2] or was[3] ~= contact[3])
end

-- Take a conversation out of its fields.
function find.remove(conversation, fields)
  if conversation > find.indexed() then return end
  local packed = in_bytes(conversation)
  for _, field in ipairs(fields) do
    local name, kept = in_span(field, conversation), {}
    for one in (redis.call("HGET", key.find, name) or ""):gmatch("..") do
      if one ~= packed then kept[#kept + 1] = one end
    end
    if #kept == 0 then
      redis.call("HDEL", key.find, name)
    else
      redis.call("HSET", key.find, name, table.concat(kept))
    end
  end
end
