-- include clock
-- The marks of a campaign's history: what explains a bend in it. A list of msgpack {at, till, mark, count, by}, the
-- oldest first: when it began and when it last went on (ms), what it was, of how many conversations, and the name of
-- the member who did it, where these are known. What goes on within a minute is one mark, as the pieces of a file.
local MARKS_KEPT = 500
local GOES_ON_MS = 60000

local marks = {}

local function all(first)
  local found = {}
  for i, packed in ipairs(redis.call("LRANGE", key.marks, first, -1)) do
    found[i] = cmsgpack.unpack(packed)
  end
  return found
end

-- Note a mark; `count` and `by` may be nil.
function marks.note(mark, count, by)
  local last = all(-1)[1]
  if last and last.mark == mark and last.by == by and now() - last.till < GOES_ON_MS then
    last.till, last.count = now(), count and (last.count or 0) + count
    redis.call("LSET", key.marks, -1, cmsgpack.pack(last))
  else
    redis.call("RPUSH", key.marks, cmsgpack.pack({at = now(), till = now(), mark = mark, count = count, by = by}))
    redis.call("LTRIM", key.marks, -MARKS_KEPT, -1)
  end
end

-- Return the marks since a time in ms: a list of {at, mark, count, by}.
function marks.since(since)
  local found = {}
  for _, each in ipairs(all(0)) do
    if each.till >= since then
      each.till = nil
      found[#found + 1] = each
    end
  end
  return found
end
