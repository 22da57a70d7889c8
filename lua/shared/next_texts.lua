-- include guards
-- include clock
-- include settings
-- include segments
-- include pace
-- include money
-- include queue
-- The texts that may go out next, and what is noted of those that did: their segments and what they cost.
--   given.name       the carrier's name
--   given.most       how many texts at once
--   given.segments   how many segments the account has granted; nil: as many as there are
--   given.price      the price of a segment in millionths; nil: it isn't known
--   given.picture_price  that of a text with a picture, however long it is; nil: it isn't known
--   given.midnights  the next ends of days, in ms

-- Return what a campaign has used, as it stands now: {flow, segments, spent (millionths)}.
local function used_now(set, midnights)
  local noted = redis.call("HMGET", KEYS[1], "pace", "segments", "spent")
  return {
    flow = pace.at(set.per_second, set.per_day, noted[1], midnights),
    segments = tonumber(noted[2] or 0), spent = tonumber(noted[3] or 0),
  }
end

local function keep_used(used)
  redis.call("HSET", KEYS[1], "segments", used.segments, "spent", used.spent, "pace", pace.noted(used.flow))
end

-- Return the texts that may go now as {name, conversation, id, text, size, cost}, what is used once they have gone, and
-- what keeps the next one from going: {why = "second", "day", "budget" or "granted"}, nil if nothing does. With the
-- budget comes `needs`, what it would have to be, in millionths. When this carrier may take nothing of this campaign,
-- there is nothing but an empty list.
local function next_texts(given)
  local set, found = settings.now(), {}
  local own, budget = set.carrier or "", money.millionths(set.budget)
  if status() ~= "active" or (own ~= "" and own ~= given.name) then return found end
  local used = used_now(set, given.midnights)
  local granted = given.segments or math.huge
  for _, name in ipairs(queue.first(given.most)) do
    local conversation, id, text = queue.text(name)
    local size = segments(text.t)
    local cost = text.p and given.picture_price or size * (given.price or 0)
    local why = pace.full(used.flow, size)
    if why then
      return found, used, {why = why}
    elseif budget and used.spent + cost > budget then
      return found, used, {why = "budget", needs = used.spent + cost}
    elseif size > granted then
      return found, used, {why = "granted"}
    end
    granted = granted - size
    pace.count(used.flow, size)
    used.segments, used.spent = used.segments + size, used.spent + cost
    found[#found + 1] = {name = name, conversation = conversation, id = id, text = text, size = size, cost = cost}
  end
  return found, used
end

-- Note with a text what it costs.
local function note_cost(each)
  if each.cost > 0 then
    each.text.c = each.cost
    redis.call("LSET", under("texts", each.conversation), each.id - 1, cmsgpack.pack(each.text))
  end
end

-- Take back the counting of a text that was taken at `taken` (ms) and certainly hasn't gone out.
local function uncount(text, taken)
  local used, size = used_now(settings.now()), segments(text.t)
  pace.uncount(used.flow, size, taken)
  used.segments, used.spent = math.max(0, used.segments - size), math.max(0, used.spent - (text.c or 0))
  keep_used(used)
end
