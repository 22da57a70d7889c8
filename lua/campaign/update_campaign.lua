--[[
  Change settings of a campaign; settings that are left out stay.

  args.…?                  each setting by its name (lua/shared/settings.lua); args.script?  args.self_assign?
                           args.sender_link?  args.bulk_send?  args.carrier?  args.numbers?  args.hours?
                           args.answer_hours?  args.picture_first?  args.picture_replies?
                           args.take_back_initials?  args.take_back_replies?  args.first_needs_yes?
  args.message             what merge.py makes of the script; it comes with the script
  args.windows?  args.till?  when the hours begin and end, as for set_windows; they come with the hours
  args.default_batch_size  the account's, used when self assignment is first switched on
  args.token               the token of a sender link that is made now

  Returns  the campaign
  Refuses  unknown_campaign, archived, self_assign_off (a sender link without self assignment),
           not_draft (bulk_send, carrier or numbers after launch), empty_text (a blank script after launch),
           no_picture (picture_first or picture_replies without one),
           unknown_field (with its name)
  Tells    the campaign, if anything changed; when the script changes, the consoles of those who hold first messages;
           when the hours change, or where the picture goes, of those who hold any; when it changes after how many
           minutes conversations go back, of those who were warned of that; when first batches need a yes, of those
           who wait for theirs
]]
-- include guards
-- include settings
-- include waiting
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if status() == "archived" then return refuse("archived") end
local hash = redis.call("HMGET", KEYS[1], "self_assign", "status", "script")
local self_assign = args.self_assign
if self_assign == nil then
  self_assign = hash[1] == "1"
end
if args.sender_link and not self_assign then return refuse("self_assign_off") end
local before_launch = args.bulk_send ~= nil or args.carrier or args.numbers
if before_launch and hash[2] ~= "draft" then return refuse("not_draft") end
if args.script and hash[2] ~= "draft" and not args.script:find("%S") then return refuse("empty_text") end
if (args.picture_first or args.picture_replies) and redis.call("HEXISTS", KEYS[1], "picture") == 0 then
  return refuse("no_picture")
end
local unknown = args.script and draft.fit(cjson.decode(args.message).parts)
if unknown then return refuse("unknown_field " .. unknown) end

local changed = settings.apply(args, args.message, {args.windows, args.till}, args.default_batch_size, args.token)
if not changed then return cmsgpack.pack(describe.campaign()) end
if args.hours then
  waiting.back(hours.open_zones())
end
if args.script and args.script ~= hash[3] then
  move.touch_holders({"initial"}) -- first messages that texters are about to send now read differently
end
if args.hours or args.answer_hours or args.picture_first ~= nil or args.picture_replies ~= nil then
  move.touch_holders(OPEN_LANES) -- or wait, or don't wait any more, or go with the picture, or without it
end
if args.first_needs_yes then
  room.hold_back()
end
if args.take_back_initials or args.take_back_replies then
  move.lift_warnings() -- of other minutes
end
return announce_campaign()
