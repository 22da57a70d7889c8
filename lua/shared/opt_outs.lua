-- include move
-- include clock
-- include undoing
-- The opt-outs of a conversation and their undoing, kept as a msgpack list of notes {out, by, at, how, from, texts}.
--   out    true for an opt-out, false for its undoing
--   by     the name of the member who did it, absent if no member did
--   at     the time in ms at which the account noted it
--   how    text, carrier, texter, admin, import or command; absent if an older version noted it
--   from   only for an opt-out: the lane of the conversation before it
--   texts  only for an opt-out: how many texts the conversation had by then
local NOTES_KEPT = 20

local function opt_outs_of(conversation)
  local packed = redis.call("HGET", key.opt_outs, conversation)
  return packed and cmsgpack.unpack(packed) or {}
end

-- Return the lane for a conversation that is opted in again. A contact who wrote after the opt-out waits for an answer,
-- all others go back to the lane they were in. A conversation with texts can't be an initial any more, and one that was
-- closed before anything was sent, for a wrong number or a landline, isn't one again.
local function lane_again(conversation, last)
  local texts = redis.call("LLEN", under("texts", conversation))
  if texts == 0 then return last and last.from == "closed" and "closed" or "initial" end
  local ours = cmsgpack.unpack(redis.call("LINDEX", under("texts", conversation), -1)).d == "out"
  if not (last and last.from) then return ours and "quiet" or "reply" end -- an older version kept no `from`
  if (not ours and texts > last.texts) or last.from == "initial" then return "reply" end
  return last.from
end

-- Opt a conversation out, or in again, by a note {out, by, at, how}, and keep it. A note that the account made earlier
-- than the last one known here comes too late and changes nothing. An opt-out that can still be undone is: then all is
-- as it was before. Return whether anything has changed, and whether this has moved the conversation to `opted_out`.
local function opt(conversation, note)
  local all = opt_outs_of(conversation)
  local last = all[#all]
  local holder, lane = move.where(conversation)
  if last and note.at <= last.at then return false, false end

  local undone = not note.out and last and undoing.opt_out(conversation, last.at)
  if not undone then undoing.settle(conversation) end
  if note.out then
    note.from = lane ~= "opted_out" and lane or last and last.from
    note.texts = redis.call("LLEN", under("texts", conversation))
  end
  all[#all + 1] = note
  while #all > NOTES_KEPT do table.remove(all, 1) end
  redis.call("HSET", key.opt_outs, conversation, cmsgpack.pack(all))

  if note.out and lane ~= "opted_out" then
    move.one(conversation, holder, "opted_out", now())
    return true, true
  elseif not note.out and lane == "opted_out" then
    local again = undone and undone.lane or lane_again(conversation, last)
    if redis.call("SISMEMBER", key.senders, holder) == 0 then
      holder = again == "closed" and holder or NOBODY -- only a sender can answer what is open
    end
    if undone then
      undoing.undo(conversation, undone, holder)
      return true, false
    end
    move.one(conversation, holder, again, again == "initial" and hours.place(conversation) or now())
  end
  return true, false
end
