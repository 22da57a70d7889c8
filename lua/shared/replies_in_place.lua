-- include numbered
-- Give ids to canned replies that are set in place of others, outside of campaigns.
--   packed  those that are kept, as msgpack {last, replies: list of {id, title, text}}; false if none ever were
--   given   list of {id (left out: a new one), title, text}; `id` is set in each
-- Return {last, replies} to be kept, nil if one names an id that none of them had; and whether they differ.
local function replies_in_place(packed, given)
  local function words(reply) return reply.title .. "\n" .. reply.text end
  local function told(replies)
    local all = {}
    for place, reply in ipairs(replies) do
      all[place] = reply.id .. " " .. words(reply)
    end
    return table.concat(all, "\0")
  end
  local kept, before = packed and cmsgpack.unpack(packed) or {last = 0, replies = {}}, {}
  for _, reply in ipairs(kept.replies) do
    before[reply.id] = words(reply)
  end
  local last = numbered(given, before, words, kept.last)
  if not last then return nil end
  return {last = last, replies = given}, told(given) ~= told(kept.replies)
end
