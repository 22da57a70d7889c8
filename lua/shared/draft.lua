-- include columns
-- Messages with merge fields. merge.py takes a message apart into parts: {t, c, s} are words of the script, {b} are
-- blanks beside a field, {f, n, w, d} is a field.
local draft = {}

local parts_now -- the parts of the campaign's script, once they have been read

-- Return the parts of the campaign's script.
function draft.parts()
  if not parts_now then
    local hash = redis.call("HMGET", KEYS[1], "script", "message")
    local message = hash[2] and cjson.decode(hash[2])
    -- A server of an older version changes the script alone. Parts that were made of another script don't count then.
    parts_now = message and message.script == hash[1] and message.parts or older.parts(hash[1])
  end
  return parts_now
end

-- Return the message to one contact, as it will be sent. Values are put in literally, in a single pass. A field that
-- the contact lacks takes the blanks before it along when others stand behind it, when it ends its line, and before a
-- comma and the like. At the start of a line or bracket it takes the blanks behind it along. Nothing else of the script
-- changes, nor does any value.
function draft.render(parts, contact)
  local out = {}
  local blanks, gap, behind, start = "", false, false, true
  for _, part in ipairs(parts) do
    local words = part.t or (part.f and (columns.value(contact, part) or part.d)) or ""
    if part.b then
      blanks, behind = part.b, gap
    elseif words == "" then
      gap, behind = true, false
    else
      if gap and (start or part.c == "all" or (part.c == "own" and not behind)) then
        blanks = ""
      end
      out[#out + 1] = blanks .. words
      blanks, gap, behind, start = "", false, false, part.s == true
    end
  end
  if not gap then
    out[#out + 1] = blanks
  end
  return table.concat(out)
end

-- Return how a message fits the contacts: first the first field that none of them has (as it is written), or nil; then
-- a list of {field, contacts, example}, one for each field without other words that some contacts lack. `contacts` is
-- how many lack it, `example` one of them.
function draft.fit(parts)
  local all = contacts.now()
  local unknown, lacking, seen = nil, {}, {}
  for _, part in ipairs(all > 0 and parts or {}) do
    if part.f then
      local filled = columns.filled(part)
      if filled == 0 then
        unknown = unknown or part.f
      end
      if filled < all and not part.d and not seen[part.n] then
        seen[part.n] = true
        lacking[#lacking + 1] = {field = part.f, contacts = all - filled, example = columns.gap(part)}
      end
    end
  end
  return unknown, lacking
end

-- Return the fields that a message may use: those that some contact has, as a list of {field, contacts}.
function draft.offered()
  local known = {}
  local offered = {}
  local function offer(field)
    local filled = not known[field.n] and columns.filled(field) or 0
    if filled > 0 then
      known[field.n] = true
      offered[#offered + 1] = {field = field.f, contacts = filled}
    end
  end
  offer({f = "first_name", n = "firstname", w = 1})
  offer({f = "last_name", n = "lastname", w = 2})
  for list = 1, redis.call("HLEN", key.lists) do
    for _, column in ipairs(columns.own(list)) do
      offer(column)
    end
  end
  for _, name in ipairs(cjson.decode(redis.call("HGET", KEYS[1], "fields"))) do
    offer({f = name, n = older.name(name)}) -- of contacts of an older version
  end
  return offered
end

-- Note how the script fits the contacts, so that describing the campaign needn't count. Every change of the script or
-- of the contacts must call this.
function draft.note()
  parts_now = nil
  local unknown, lacking = draft.fit(draft.parts())
  redis.call("HSET", KEYS[1], "unknown_field", unknown or "", "lacking", cjson.encode(lacking),
    "merge_fields", cjson.encode(draft.offered()))
end
