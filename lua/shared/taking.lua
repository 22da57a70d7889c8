-- include guards
-- include clock
-- include hours
-- include move
-- include day
-- The rules by which texters take unassigned conversations: requests and the waiting room (room.lua) both go by these,
-- and server/live/console.py says the same in the same order.
local PRESENT_MS = 15 * 60 * 1000 -- ms: a texter who hasn't done anything for so long isn't counted on
local TEXTERS_AT_ONCE = 1000

local taking = {}

local in_force -- the rules, once they have been read

local function rules()
  if not in_force then
    local hash = redis.call("HMGET", KEYS[1], "status", "self_assign", "batch_size", "fair_tail", "most_held",
      "most_a_day", "first_needs_yes")
    in_force = {
      active = hash[1] == "active", self_assign = hash[2] == "1", batch_size = tonumber(hash[3] or 0),
      fair_tail = hash[4] == "1", most_held = tonumber(hash[5] or 0), most_a_day = tonumber(hash[6] or 0),
      first_needs_yes = hash[7] == "1",
    }
  end
  return in_force
end

-- Return whether texters may take any at all, as the campaign is now.
function taking.goes_on()
  return rules().active and rules().self_assign
end

-- Return whether the first batch of each texter needs an admin's yes.
function taking.first_needs_yes()
  return rules().first_needs_yes
end

-- Return {held, day}: a texter's own caps; one that they don't have is nil, and then the campaign's counts.
function taking.caps(texter)
  local own = redis.call("HGET", key.caps, texter)
  return own and cmsgpack.unpack(own) or {}
end

-- Return the lane that a texter is for, "initial" or "reply"; false: for both.
function taking.only(texter)
  return redis.call("HGET", key.only, texter)
end

-- Return whether a texter may take without an admin's yes: they have had it, or have done something here before.
function taking.approved(texter)
  return redis.call("SISMEMBER", key.approved, texter) == 1 or redis.call("HEXISTS", key.active, texter) == 1
end

-- Return the word for what keeps a texter from taking any, whatever is unassigned. If nothing does, return nil and how
-- many conversations they may take at most.
function taking.kept_from(texter)
  local now_in_force, caps = rules(), taking.caps(texter)
  if not now_in_force.active then return "not_active" end
  if redis.call("SISMEMBER", key.senders, texter) == 0 then return "not_a_sender" end
  if not now_in_force.self_assign then return "self_assign_off" end
  if hours.sendable(texter) > 0 then return "initials_left" end
  if bucket.size(texter, "reply") > 0 then return "replies_left" end
  if now_in_force.first_needs_yes and not taking.approved(texter) then return "first_needs_yes" end
  local most = now_in_force.batch_size
  local most_held, most_a_day = caps.held or now_in_force.most_held, caps.day or now_in_force.most_a_day
  if most_held > 0 then
    most = math.min(most, most_held - bucket.size(texter, "initial") - bucket.size(texter, "quiet"))
    if most <= 0 then return "most_held" end
  end
  if most_a_day > 0 then
    most = math.min(most, most_a_day - day.taken(texter))
    if most <= 0 then return "most_a_day" end
  end
  return nil, most
end

-- Return how many unassigned conversations can be taken, by lane.
function taking.there()
  return {
    initial = hours.takeable(NOBODY), reply = bucket.size(NOBODY, "reply"), quiet = bucket.size(NOBODY, "quiet"),
  }
end

local function is_for(only, lane)
  return not only or only == lane or (only == "reply" and lane == "quiet")
end

-- Return the lanes that a texter's next batch is taken from, in this order. It never mixes replies with initials, which
-- would lock them. `only` is the lane that
-- the texter is for, `wanted` the one that they ask for, or nil.
function taking.lanes(only, wanted, there)
  if wanted then return is_for(only, wanted) and {wanted} or {} end
  if there.reply > 0 and is_for(only, "reply") then return {"reply", "quiet"} end
  if only == "initial" or (there.initial > 0 and is_for(only, "initial")) then return {"initial"} end
  return {"quiet"}
end

-- Return how many conversations there are in these lanes.
function taking.sum(lanes, there)
  local sum = 0
  for _, lane in ipairs(lanes) do
    sum = sum + there[lane]
  end
  return sum
end

-- Return the refusal of a texter who finds nothing in their lanes.
function taking.nothing(texter, wanted)
  local first_messages = is_for(taking.only(texter), "initial") and (wanted or "initial") == "initial"
  local later = first_messages and (hours.waiting(NOBODY) or hours.waiting(NOBODY, now()))
  return later and outside_hours(later.opens) or refuse("none_unassigned")
end

-- Return those of some texters, at most TEXTERS_AT_ONCE, who would take from this lane: they hold nothing to do now,
-- and it is what they are for. A texter who has done nothing for long isn't counted on, unless they wait. Caps aren't
-- looked at: others request what is left.
local function would_take(some, lane)
  local free, them = {}, {}
  for i, busy in ipairs(redis.call("SMISMEMBER", key.busy, unpack(some))) do
    if busy == 0 then free[#free + 1] = some[i] end
  end
  if #free == 0 then return them end
  local needs_yes, waits = rules().first_needs_yes, nil
  local active, only = redis.call("HMGET", key.active, unpack(free)), redis.call("HMGET", key.only, unpack(free))
  local approved = needs_yes and redis.call("SMISMEMBER", key.approved, unpack(free))
  for i, texter in ipairs(free) do
    local may = is_for(only[i], lane) and (not needs_yes or approved[i] == 1 or active[i])
    local there = not active[i] or now() - active[i] <= PRESENT_MS
    if may and not there then
      waits = waits or redis.call("ZMSCORE", key.room, unpack(free))
      there = waits[i]
    end
    if may and there then them[#them + 1] = texter end
  end
  return them
end

local counted = {} -- lane → {id of a texter who is present and would take from it = true}, and `size`: how many

-- Forget who would take: something has happened since they were counted.
function taking.count_again()
  counted = {}
end

-- Count a texter no more among those who would take from a lane, unless they still would after what they have taken.
function taking.count_out(texter)
  local id = tostring(texter)
  for lane, others in pairs(counted) do
    if others[id] and #would_take({id}, lane) == 0 then
      others[id], others.size = nil, others.size - 1
    end
  end
end

-- Return how many texters are present who would take from this lane, with this one. However many are served in one
-- step, the texters who are here are looked through once.
local function takers(texter, lane)
  if not counted[lane] then
    local others, here = {size = 0}, redis.call("ZRANGE", key.here, "(" .. now(), "+inf", "BYSCORE")
    for first = 1, #here, TEXTERS_AT_ONCE do
      local some = would_take({unpack(here, first, math.min(first + TEXTERS_AT_ONCE - 1, #here))}, lane)
      others.size = others.size + #some
      for _, id in ipairs(some) do
        others[id] = true
      end
    end
    counted[lane] = others
  end
  return counted[lane].size + (counted[lane][tostring(texter)] and 0 or 1)
end

-- Return the part of a lane that one texter gets: all of it, or, when all texters present would take more than there
-- is, their fair part, which is at least 1.
local function fair_part(texter, lane, size, most)
  if not rules().fair_tail or size == 0 then return size end
  local present = redis.call("ZCOUNT", key.here, "(" .. now(), "+inf") + 1
  if size >= most * present then return size end
  local count = takers(texter, lane)
  return size >= most * count and size or math.ceil(size / count)
end

-- Hand a texter up to `most` conversations of these lanes. Return {assigned, initial, reply, quiet, fair}; `fair` is
-- true if it was their fair part and others are left, else left out.
function taking.take(texter, most, lanes, there)
  local answer = {assigned = 0, initial = 0, reply = 0, quiet = 0}
  for _, lane in ipairs(lanes) do
    local left = most - answer.assigned
    local mine = math.min(left, fair_part(texter, lane, there[lane], most))
    if mine < math.min(left, there[lane]) then answer.fair = true end
    if lane == "initial" then
      answer[lane] = move.hand_over_initials(mine, NOBODY, texter)
    else
      answer[lane] = move.hand_over(mine, lane, NOBODY, texter)
    end
    answer.assigned = answer.assigned + answer[lane]
  end
  day.took(texter, answer.assigned)
  return answer
end
