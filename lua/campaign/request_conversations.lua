--[[
  Assign the next batch of unassigned conversations to a texter. The same request id gets the same answer for 24 h,
  and takes nothing more.

  A batch never mixes replies with initials: unsent initials would lock the replies, for which people wait. If replies
  are unassigned, the batch takes those, longest waiting first, and is filled up with quiet ones. Else it takes
  initials, else quiet ones. Of initials it takes those whose contacts may be texted now, first those whose hours end
  first.

  args.texter
  args.request_id  chosen by the client
  args.only?       one lane to take from
  args.first?      true: only a texter who holds nothing in the open lanes gets a batch, since a sender link may be
                   opened again

  Returns  {assigned, initial, reply, quiet}
  Refuses  not_active, not_a_sender, self_assign_off, initials_left, replies_left, outside_hours,
           none_unassigned (server/live/console.py says the same, in the same order), unknown_campaign;
           quiet_left (of a first batch)
  Tells    the texter's console, the campaign
]]
-- include guards
-- include announce

local DAY_SECONDS = 24 * 60 * 60
local request = under("request", args.texter, args.request_id)
local answered = redis.call("GET", request)
if answered then return answered end

local refusal = unknown_campaign()
if refusal then return refusal end
local hash = redis.call("HMGET", KEYS[1], "status", "self_assign", "batch_size")
if hash[1] ~= "active" then return refuse("not_active") end
if redis.call("SISMEMBER", key.senders, args.texter) == 0 then return refuse("not_a_sender") end
if hash[2] ~= "1" then return refuse("self_assign_off") end
if hours.sendable(args.texter) > 0 then return refuse("initials_left") end
if bucket.size(args.texter, "reply") > 0 then return refuse("replies_left") end
if args.first and bucket.size(args.texter, "quiet") > 0 then return refuse("quiet_left") end

local there = {reply = bucket.size(NOBODY, "reply"), quiet = bucket.size(NOBODY, "quiet")}
there.initial = hours.takeable(NOBODY)
local lanes = {args.only}
if not args.only then
  if there.reply > 0 then
    lanes = {"reply", "quiet"}
  else
    lanes = {there.initial > 0 and "initial" or "quiet"}
  end
end
local unassigned = 0
for _, lane in ipairs(lanes) do
  unassigned = unassigned + there[lane]
end
local later = args.only ~= "reply" and args.only ~= "quiet" and (hours.waiting(NOBODY) or hours.waiting(NOBODY, now()))
if unassigned == 0 and later then return outside_hours(later.opens) end
if unassigned == 0 then return refuse("none_unassigned") end

local answer = {assigned = 0, initial = 0, reply = 0, quiet = 0}
for _, lane in ipairs(lanes) do
  local most = hash[3] - answer.assigned
  if lane == "initial" then
    answer[lane] = move.hand_over_initials(most, NOBODY, args.texter)
  else
    answer[lane] = move.hand_over(most, lane, NOBODY, args.texter)
  end
  answer.assigned = answer.assigned + answer[lane]
end
local packed = cmsgpack.pack(answer)
redis.call("SET", request, packed, "EX", DAY_SECONDS)
day.goes_on(args.texter)
announce({by = args.texter})
return packed
