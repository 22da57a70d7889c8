--[[
  Change what a sender is for, and their own caps; what is left out stays.

  args.member
  args.only?        "initial" or "reply": the lane that they are for, of the two; "" for both
  args.most_held?   most conversations they may hold, 0: no limit; -1: as many as the campaign says
  args.most_a_day?  most that they may take in a day, likewise

  Returns  the campaign
  Refuses  unknown_campaign, archived, not_a_sender
  Tells    the sender's console, the campaign; nobody when nothing has changed
]]
-- include guards
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if status() == "archived" then return refuse("archived") end
if redis.call("SISMEMBER", key.senders, args.member) == 0 then return refuse("not_a_sender") end

local caps, only = taking.caps(args.member), taking.only(args.member) or ""
local changed = args.only ~= nil and args.only ~= only

local function keep_cap(name, given)
  local value = given ~= -1 and given or nil
  if given == nil or caps[name] == value then return end
  caps[name], changed = value, true
end

keep_cap("held", args.most_held)
keep_cap("day", args.most_a_day)
if not changed then return cmsgpack.pack(describe.campaign()) end

if args.only == "" then
  redis.call("HDEL", key.only, args.member)
elseif args.only then
  redis.call("HSET", key.only, args.member, args.only)
end
if next(caps) then
  redis.call("HSET", key.caps, args.member, cmsgpack.pack(caps))
else
  redis.call("HDEL", key.caps, args.member)
end
touch(args.member)
return announce_campaign()
