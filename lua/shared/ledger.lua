-- include zoned
-- The ledger of a campaign: who moved which conversations, when, by which verb, from where to where. `move` notes each
-- move, `announce` writes down those of its script. An entry is msgpack {n, verb, by, moves}: its number, counting from
-- 1; the verb; the member who asked for it, 0 if none did; and a list of {holder, lane, new holder, new lane, ids}. Ids
-- are text with blanks between, or {first, last}. The entry's id in the stream has the time.
local ledger = {}

local TRIMMED_EVERY = 1000 -- entries
local ENTRIES_KEPT = 200000 -- of campaigns that don't set `ledger_entries`

local mover = {verb = VERB, by = ASKED_BY}
local entries = {} -- to be written: {verb, by, moves}

-- Do something that no member has asked for, and return what it returns: its moves are those of another verb.
function ledger.by_itself(verb, act)
  local asked = mover
  mover = {verb = verb, by = 0}
  local answer = act()
  mover = asked
  return answer
end

local function moves_now()
  local last = entries[#entries]
  if not last or last[1] ~= mover.verb then
    last = {mover.verb, mover.by, {}}
    entries[#entries + 1] = last
  end
  return last[3]
end

-- Return whether a flat list has just the initials of a zone from the first id to the last, none left out: their places
-- rise with their ids (zoned.lua).
local function has_all_between(taken, count)
  local first, last = taken[1] + 0, taken[2 * count - 1] + 0
  return last - first == count - 1 and taken[2 * count] - taken[2] == count - 1 and zoned.number(taken[2] + 0) == first
    and zoned.number(taken[2 * count] + 0) == last
end

-- Return the ids of a flat list {conversation, place, …}: {first, last}, or each with a blank between.
local function ids_of(taken, lane)
  local count, ids = #taken / 2, {}
  if count > 1 and lane == "initial" and has_all_between(taken, count) then
    return {taken[1] + 0, taken[2 * count - 1] + 0}
  end
  for i = 1, count do
    ids[i] = taken[2 * i - 1]
  end
  return table.concat(ids, " ")
end

-- Note a move of conversations: `taken` is a flat list {conversation, place, …}.
function ledger.note(taken, holder, lane, new_holder, new_lane)
  local moves = moves_now()
  local ids, last = ids_of(taken, lane), moves[#moves]
  if last and last[1] == holder and last[2] == lane and last[3] == new_holder and last[4] == new_lane
    and type(ids) == "string" and type(last[5]) == "string" then
    last[5] = last[5] .. " " .. ids
  else
    moves[#moves + 1] = {holder, lane, new_holder, new_lane, ids}
  end
end

-- Note new conversations, from the first id to the last: they are unassigned initials.
function ledger.added(first, last)
  local moves = moves_now()
  moves[#moves + 1] = {0, "none", 0, "initial", {first, last}}
end

local function trim()
  local kept = tonumber(redis.call("HGET", KEYS[1], "ledger_entries") or 0)
  local gone = redis.call("XTRIM", key.ledger, "MAXLEN", kept > 0 and kept or ENTRIES_KEPT)
  if gone > 0 then redis.call("HINCRBY", KEYS[1], "ledger_trimmed", gone) end
end

-- Write down what was noted.
function ledger.write()
  for _, entry in ipairs(entries) do
    local n = redis.call("HINCRBY", KEYS[1], "ledger_last", 1)
    redis.call("XADD", key.ledger, "*", "e", cmsgpack.pack({n, unpack(entry)}))
    if n % TRIMMED_EVERY == 0 then trim() end
  end
  entries = {}
end
