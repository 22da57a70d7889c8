-- include clock
-- include hours
-- include move
-- include queue
-- include day
-- include at_hand
-- The last act of a conversation, for as long as its texter can undo it. Its text, if it has one, is recorded and held:
-- no carrier gets it before that time is over. Then, or when something else happens to the conversation, the act is
-- settled: its text is queued. An act is kept in `undos`, and until when it can be undone in `held` or `undoable`.
--   did, by     send, close, wrong_number or opt_out, and the texter
--   at          when, in ms; of an opt-out the time that the account noted
--   text        the id of its text, absent if it has none
--   lane, place where the conversation was, and its place in the order there
--   batch       how many first messages of its holder's batch were sent by then
--   day         the texter's day by then (day.lua), absent if they had none
--   noted       {question, answer, before}: the answer that was noted with a text, and the one before it
local SETTLED_AT_ONCE = 1000

local undoing = {}

-- Return the sorted set in which an act waits, and its name there.
local function waits_in(conversation, act)
  if act.text then return key.held, conversation .. ":" .. act.text end
  return key.undoable, conversation
end

local function act_of(conversation)
  local packed = redis.call("HGET", key.undos, conversation)
  return packed and cmsgpack.unpack(packed) or nil
end

local function forget_act(conversation, act)
  redis.call("HDEL", key.undos, conversation)
  redis.call("ZREM", waits_in(conversation, act))
end

-- Return whether the text of an act is the last one of its conversation. A server of an older version doesn't settle an
-- act before it adds another text.
local function has_last_text(conversation, act)
  return not act.text or act.text == redis.call("LLEN", under("texts", conversation))
end

-- Return the last act of a conversation and until when it can be undone, in ms; nil if that is over, settled or not.
function undoing.last(conversation)
  local act = act_of(conversation)
  local till = act and tonumber(redis.call("ZSCORE", waits_in(conversation, act)) or nil)
  if till and till > now() and has_last_text(conversation, act) then return act, till end
end

-- Settle the last act of a conversation: something else happens to it.
function undoing.settle(conversation)
  local act = act_of(conversation)
  if not act then return end
  forget_act(conversation, act)
  if act.text then queue.join(conversation, act.text, act.lane) end
end

-- Settle the acts that could be undone until `at` (ms, or "+inf"), in the order of these times. Return how many.
function undoing.settle_until(at)
  local settled = 0
  for _, set in ipairs({key.held, key.undoable}) do
    for _, name in ipairs(redis.call("ZRANGE", set, "-inf", at, "BYSCORE", "LIMIT", 0, SETTLED_AT_ONCE)) do
      undoing.settle(name:match("^%d+"))
      settled = settled + 1
    end
  end
  return settled
end

-- Forget the last act of a conversation, and its text with it: the contact is erased.
function undoing.drop(conversation)
  local act = act_of(conversation)
  if act then forget_act(conversation, act) end
end

-- Return an act that a texter is about to do; nil if it can't be undone, because no texter does it or by the settings.
-- A first message has a setting of its own.
function undoing.before(conversation, did, texter)
  local holder, lane = move.where(conversation)
  local setting = did == "send" and lane == "initial" and "undo_initials" or "undo_replies"
  local seconds = texter and tonumber(redis.call("HGET", KEYS[1], setting) or 0) or 0
  if seconds == 0 then return nil end
  return {
    did = did, by = texter, at = now(), seconds = seconds, lane = lane,
    place = bucket.place(holder, lane, conversation),
    batch = lane == "initial" and tonumber(redis.call("HGET", key.sent, holder) or 0) or nil,
    day = redis.call("HGET", key.days, texter) or nil,
  }
end

-- Keep an act that is done, so that it can be undone; nil: nothing is kept.
function undoing.keep(conversation, act)
  if not act then return end
  undoing.settle_until(now())
  local till = now() + act.seconds * 1000
  act.seconds = nil
  redis.call("HSET", key.undos, conversation, cmsgpack.pack(act))
  local set, name = waits_in(conversation, act)
  redis.call("ZADD", set, till, name)
end

-- Note an answer to a question of the survey, as part of the last act if that can be undone.
function undoing.answer(conversation, question, answer)
  local _, answers = labels.of(conversation)
  local before, act = answers[tostring(question)], act_of(conversation)
  if labels.answer(conversation, question, answer) and act then
    act.noted = {question, answer, before}
    redis.call("HSET", key.undos, conversation, cmsgpack.pack(act))
  end
end

-- Take back the answer that was noted with an act, unless another one was noted since.
local function take_answer_back(conversation, noted)
  local _, answers = labels.of(conversation)
  local question, answer, before = unpack(noted)
  if answers[tostring(question)] ~= answer then return end
  labels.answer(conversation, question, at_hand.knows(question, before) and before or nil)
end

-- Return the opt-out that the account noted at this time, if it is the last act of a conversation and isn't settled.
function undoing.opt_out(conversation, at)
  local act = act_of(conversation)
  return act and act.did == "opt_out" and act.at == at and has_last_text(conversation, act) and act or nil
end

-- Undo an act. The conversation goes back to its lane and place, with this holder; its text is as if it had never been.
function undoing.undo(conversation, act, holder)
  forget_act(conversation, act)
  if act.text then redis.call("RPOP", under("texts", conversation)) end
  if act.noted then take_answer_back(conversation, act.noted) end
  if act.did == "wrong_number" then redis.call("SREM", key.wrong_numbers, conversation) end
  local place = act.place
  if act.lane == "initial" then
    place = zoned.place(hours.zone(conversation), zoned.number(place)) -- the zone may have become known
  end
  move.back(conversation, holder, act.lane, place, act.batch, act.did == "send")
  if act.did == "send" then day.unsent(act.by, act.lane, act.at, act.day and cmsgpack.unpack(act.day)) end
end
