--[[
  Show a sender some words of an admin, in their console of this campaign, in place of those before.

  args.member
  args.text
  args.by  name of the admin

  Returns  the campaign
  Refuses  unknown_campaign, archived, not_a_sender, empty_text
  Tells    the sender's console and row
]]
-- include guards
-- include announce
-- include messages

local refusal = unknown_campaign()
if refusal then return refusal end
if status() == "archived" then return refuse("archived") end
if redis.call("SISMEMBER", key.senders, args.member) == 0 then return refuse("not_a_sender") end
if not args.text:find("%S") then return refuse("empty_text") end

messages.keep(args.member, args.text, args.by)
touch(args.member)
return announce_campaign()
