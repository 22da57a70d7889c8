--[[
  Assign the next batch of unassigned conversations to a texter. The same request id gets the same answer for 24 h,
  and takes nothing more.

  A batch never mixes replies with initials: unsent initials would lock the replies, for which people wait. If replies
  are unassigned, the batch takes those, longest waiting first, and is filled up with quiet ones. Else it takes
  initials, else quiet ones. Of initials it takes those whose contacts may be texted now, first those whose hours end
  first. A texter who is for first messages or replies alone gets no others. It is as large as the batch size, the
  texter's caps and the fair tail allow (lua/shared/taking.lua).

  args.texter
  args.request_id  chosen by the client
  args.only?       one lane to take from
  args.first?      true: only a texter who holds nothing in the open lanes gets a batch, since a sender link may be
                   opened again

  Returns  {assigned, initial, reply, quiet, fair}: `fair` is true if others were left for the texters present
  Refuses  not_active, not_a_sender, self_assign_off, initials_left, replies_left, first_needs_yes, most_held,
           most_a_day, outside_hours, none_unassigned (server/live/console.py says the same, in the same order),
           unknown_campaign; quiet_left (of a first batch)
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
local kept, most = taking.kept_from(args.texter)
if kept then return refuse(kept) end
if args.first and bucket.size(args.texter, "quiet") > 0 then return refuse("quiet_left") end
local there = taking.there()
local lanes = taking.lanes(taking.only(args.texter), args.only, there)
if taking.sum(lanes, there) == 0 then return taking.nothing(args.texter, args.only) end

local answer = taking.take(args.texter, most, lanes, there)
local packed = cmsgpack.pack(answer)
redis.call("SET", request, packed, "EX", DAY_SECONDS)
room.leave(args.texter)
day.goes_on(args.texter)
announce({by = args.texter})
return packed
