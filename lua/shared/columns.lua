-- include older
-- include contacts
-- The columns that contacts came with, and how many contacts have a value in each. Contacts with the same columns are
-- of one list. A field is a merge field of a script, as merge.py gives it: {f, n, w, d}. A place says where in a
-- contact a value is: 1 (first name), 2 (last name), 3 (phone), or the name of a column.
local GAP_LOOKED_FOR = 200 -- contacts that are looked at for another example, when one goes
local NO_COLUMN = "" -- the place of a field that a list has no column for; no column is called so

local columns = {}
local read = {} -- the lists that have been read: list → {order, places}

local function list_of(number)
  if not read[number] then
    local these = {order = cjson.decode(redis.call("HGET", key.lists, number)), places = {}}
    for _, column in ipairs(these.order) do
      local name, written, well_known = column[1], column[2], column[3]
      these.places[name] = these.places[name] or well_known or written
    end
    read[number] = these
  end
  return read[number]
end

-- Return the place of a field in a list's contacts: the column of that name, else the well-known place; nil if neither.
local function place_in(list, field)
  return list_of(list).places[field.n] or field.w
end

local function value_at(contact, place)
  local value
  if type(place) == "string" then
    value = contact[4][place]
  else
    value = contact[place]
  end
  return value and value:find("%S") and value or nil
end

-- Return the name of a list's place in the hashes `filled` and `gaps`. As JSON, the place 1 differs from a column "1".
local function called(list, place)
  return list .. ":" .. cjson.encode(place)
end

-- Return a contact's value for a field, nil if it is missing or blank.
function columns.value(contact, field)
  local place
  if contact[5] then
    place = place_in(contact[5], field)
  else
    place = older.place(contact[4], field)
  end
  return place and value_at(contact, place)
end

-- Return the number of the list with these columns (JSON, as merge.py packs them). A list that isn't there yet is
-- added.
function columns.list(packed)
  local lists = redis.call("HLEN", key.lists)
  for list = 1, lists do
    if redis.call("HGET", key.lists, list) == packed then
      return list
    end
  end
  redis.call("HSET", key.lists, lists + 1, packed)
  return lists + 1
end

-- Return the columns of a list that aren't well known, as fields.
function columns.own(list)
  local own = {}
  for _, column in ipairs(list_of(list).order) do
    if not column[3] then
      own[#own + 1] = {f = column[2], n = column[1]}
    end
  end
  return own
end

-- Return whether contacts of a list may have a field; of one that an older version has added, any of the campaign's.
function columns.may_have(list, name)
  if not list then
    return redis.call("HGET", KEYS[1], "fields"):find(cjson.encode(name), 1, true) ~= nil
  end
  for _, column in ipairs(columns.own(list)) do
    if column.f == name then return true end
  end
  return false
end

-- Count for each place of a list how many new contacts have a value, and note the first contact without one.
-- `new` is a list of {conversation, contact}, not empty.
function columns.count(list, new)
  local places = {1, 2, 3}
  for _, column in ipairs(columns.own(list)) do
    places[#places + 1] = column.f
  end
  redis.call("HSETNX", key.gaps, called(list, NO_COLUMN), new[1][1])
  for _, place in ipairs(places) do
    local filled, gap = 0, nil
    for _, one in ipairs(new) do
      if value_at(one[2], place) then
        filled = filled + 1
      else
        gap = gap or one[1]
      end
    end
    redis.call("HINCRBY", key.filled, called(list, place), filled)
    if gap then
      redis.call("HSETNX", key.gaps, called(list, place), gap)
    end
  end
end

local function filled_in(list, place)
  return place and tonumber(redis.call("HGET", key.filled, called(list, place)) or 0) or 0
end

-- Return the first contact of a list, among the `GAP_LOOKED_FOR` that came after one, who has no value in a place.
local function next_gap(list, place, conversation)
  local asked = {}
  for later = conversation + 1, conversation + GAP_LOOKED_FOR do
    asked[#asked + 1] = later
  end
  for i, packed in ipairs(redis.call("HMGET", key.contacts, unpack(asked))) do
    local contact = packed and cjson.decode(packed)
    if contact and contact[5] == list and not value_at(contact, place) then return asked[i] end
  end
end

-- Take a contact out of the counts of its list, before it changes or goes.
function columns.uncount(conversation, contact)
  local list = contact[5]
  if not list then return end -- an older version has added it, and didn't count
  local places = {1, 2, 3, NO_COLUMN}
  for _, column in ipairs(columns.own(list)) do
    places[#places + 1] = column.f
  end
  for _, place in ipairs(places) do
    local name = called(list, place)
    if value_at(contact, place) then redis.call("HINCRBY", key.filled, name, -1) end
    if redis.call("HGET", key.gaps, name) == tostring(conversation) then
      local gap = next_gap(list, place, conversation)
      if gap then redis.call("HSET", key.gaps, name, gap) else redis.call("HDEL", key.gaps, name) end
    end
  end
end

-- Return how many contacts have a value for a field. The values of contacts that an older version added weren't
-- counted: all of these contacts count if the campaign has such a column, else none.
function columns.filled(field)
  local filled, uncounted = 0, contacts.now()
  for list = 1, redis.call("HLEN", key.lists) do
    filled = filled + filled_in(list, place_in(list, field))
    uncounted = uncounted - filled_in(list, 3)
  end
  if uncounted > 0 then
    local names = {}
    for _, name in ipairs(cjson.decode(redis.call("HGET", KEYS[1], "fields"))) do
      names[name] = true
    end
    filled = filled + (older.place(names, field) and uncounted or 0)
  end
  return filled
end

-- Return the first contact of a list who has no value for a field, nil if no list has one.
function columns.gap(field)
  for list = 1, redis.call("HLEN", key.lists) do
    local place = place_in(list, field)
    local gap = redis.call("HGET", key.gaps, called(list, place or NO_COLUMN)) or nil
    if gap then
      return tonumber(gap)
    end
  end
end

-- Add to the campaign's `fields` each column of a list in which some contact has a value.
function columns.note(list)
  local fields, known = cjson.decode(redis.call("HGET", KEYS[1], "fields")), {}
  for _, name in ipairs(fields) do
    known[name] = true
  end
  for _, column in ipairs(columns.own(list)) do
    if not known[column.f] and filled_in(list, column.f) > 0 then
      known[column.f] = true
      fields[#fields + 1] = column.f
    end
  end
  if #fields > 0 then -- an empty Lua table would be written as {}
    redis.call("HSET", KEYS[1], "fields", cjson.encode(fields))
  end
end

-- Return whether a list, given by its packed columns, has a column for a field.
function columns.has(packed, field)
  for _, column in ipairs(cjson.decode(packed)) do
    if column[1] == field.n or (field.w and column[3] == field.w) then
      return true
    end
  end
  return false
end
