-- include hours
-- The conversations of a texter who does nothing go back to the unassigned. Doing is a send, a close, an opened
-- conversation, typing; an open page alone is none. A campaign sets after how many minutes first messages go back, and
-- replies; 0: never. Two minutes before, a texter is warned. Whatever they do lifts the warning, and their time begins
-- anew.
--
-- The same functions count what a warning tells and choose what goes, so what was told is what goes.
local MINUTE_MS = 60 * 1000
local WARNED_MS = 2 * MINUTE_MS -- from a warning until conversations go back
local TYPED_MS = 10 * MINUTE_MS -- for so long the conversation in which somebody typed stays when the others go

local doing = {}
local known_of_campaign

local function campaign_knows()
  if not known_of_campaign then
    local hash = redis.call("HMGET", KEYS[1], "status", "active_since", "take_back_initials", "take_back_replies")
    known_of_campaign = {
      active = hash[1] == "active", since = tonumber(hash[2] or 0),
      initial = tonumber(hash[3] or 0), reply = tonumber(hash[4] or 0),
    }
  end
  return known_of_campaign
end

-- Return after how many minutes the conversations of a lane go back; 0: never.
function doing.minutes(lane)
  return campaign_knows()[lane]
end

-- Note that a texter does something now, or that conversations have come to them. Return whether that lifts a warning.
function doing.note(member)
  redis.call("HSET", key.doing, member, now())
  return doing.lift(member)
end

-- Note that a texter types in a conversation.
function doing.typed(member, conversation)
  redis.call("HSET", key.typing, member, ("%d:%.0f"):format(conversation, now()))
end

-- Lift a texter's warning. Return whether there was one.
function doing.lift(member)
  return redis.call("HDEL", key.idle, member) == 1
end

-- Return the members who are warned.
function doing.all_warned()
  local warned = {}
  for i, member in ipairs(redis.call("HKEYS", key.idle)) do
    warned[i] = tonumber(member)
  end
  return warned
end

-- Return the time in two minutes, at which goes back of what texters are warned now, in ms.
function doing.in_two_minutes()
  return now() + WARNED_MS
end

-- Warn a texter: what is due in two minutes goes back then.
function doing.warn(member)
  redis.call("HSET", key.idle, member, doing.in_two_minutes())
end

-- Return when conversations go back of which a texter was warned, in ms; nil if they weren't.
function doing.warned(member)
  return tonumber(redis.call("HGET", key.idle, member) or nil)
end

-- Return since when a texter has done nothing, in ms. It counts anew when the campaign was launched or resumed, and
-- when hours have opened: before that nobody could do anything.
local function nothing_since(member)
  local at = {redis.call("HGET", key.doing, member) or 0, redis.call("HGET", key.active, member) or 0}
  return math.max(tonumber(at[1]), tonumber(at[2]), campaign_knows().since, hours.opened())
end

-- Return the moment before which a texter must have done nothing, and a reply have waited, so that conversations of a
-- lane go back at the time `at`; nil if none goes.
local function due_before(member, lane, at)
  local minutes = doing.minutes(lane)
  local before = at - minutes * MINUTE_MS
  return campaign_knows().active and minutes > 0 and nothing_since(member) <= before and before or nil
end

-- Return the conversation in which a texter typed lately, so that it stays at the time `at`; nil if there is none.
local function typed_in(member, lane, at)
  local typed = redis.call("HGET", key.typing, member) or ""
  local conversation, since = typed:match("^(%d+):(%d+)$")
  local stays = conversation and since + doing.minutes(lane) * MINUTE_MS + TYPED_MS > at
  return stays and bucket.place(member, lane, conversation) and conversation or nil
end

-- Return how many conversations of a lane go back at the time `at` if the texter does nothing until then. First
-- messages that wait for their hours stay.
function doing.due(member, lane, at)
  local before = due_before(member, lane, at)
  if not before then return 0 end
  local typed = typed_in(member, lane, at)
  if lane == "initial" then
    return hours.sendable(member) - (typed and not hours.opening(typed) and 1 or 0)
  end
  local stays = typed and tonumber(bucket.place(member, lane, typed)) <= before and 1 or 0
  return redis.call("ZCOUNT", bucket.name(member, lane), "-inf", ("%.0f"):format(before)) - stays
end

-- Return the first `most` of those conversations, as `bucket.take` does; they stay where they are.
function doing.first(member, lane, at, most)
  local before = due_before(member, lane, at)
  if not before or most < 1 then return {} end
  local typed, first = typed_in(member, lane, at), {}
  local there = lane == "initial" and hours.first(member, most + 1) or redis.call("ZRANGE", bucket.name(member, lane),
    "-inf", ("%.0f"):format(before), "BYSCORE", "LIMIT", 0, most + 1, "WITHSCORES")
  for i = 1, #there, 2 do
    if there[i] ~= typed and #first < 2 * most then
      first[#first + 1], first[#first + 2] = there[i], there[i + 1]
    end
  end
  return first
end

-- Return what a texter was warned of, {at, initial, reply}; nil if nothing goes back.
function doing.warning(member)
  local at = doing.warned(member)
  if not at then return nil end
  local warning = {at = at, initial = doing.due(member, "initial", at), reply = doing.due(member, "reply", at)}
  return warning.initial + warning.reply > 0 and warning or nil
end
