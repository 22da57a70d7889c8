--[[
  Allow a sender their first batch. If they wait for it, they have it now. Doing it again changes nothing.

  args.member

  Returns  the campaign
  Refuses  unknown_campaign, archived, not_a_sender
  Tells    the sender's console, the campaign; nobody when it was allowed already
]]
-- include guards
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if status() == "archived" then return refuse("archived") end
if redis.call("SISMEMBER", key.senders, args.member) == 0 then return refuse("not_a_sender") end

if redis.call("SADD", key.approved, args.member) == 0 then return cmsgpack.pack(describe.campaign()) end
room.admit(args.member)
touch(args.member)
return announce_campaign()
