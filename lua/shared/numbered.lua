-- Give ids to the entries of a list that is set in place of another. An entry without an id gets that of an equal one
-- which was there before and which no other entry names, else a new one. So nothing changes when a list is set again
-- because the answer was lost.
--   given   the entries; `id` is set in each
--   before  {id = words}: those that were there
--   words   function: returns the words by which an entry is compared
--   last    the last id that was ever given
-- Return the last id that is given by now; nil if an entry names an id that wasn't there.
local function numbered(given, before, words, last)
  local named, free = {}, {}
  for _, entry in ipairs(given) do
    if entry.id and not before[entry.id] then return nil end
    if entry.id then named[entry.id] = true end
  end
  for id, each in pairs(before) do
    if not named[id] then
      free[each] = free[each] or {}
      table.insert(free[each], id)
    end
  end
  for _, ids in pairs(free) do
    table.sort(ids)
  end
  for _, entry in ipairs(given) do
    if not entry.id then entry.id = table.remove(free[words(entry)] or {}, 1) end
    if not entry.id then
      last = last + 1
      entry.id = last
    end
  end
  return last
end
