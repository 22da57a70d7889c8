--[[
  Make a campaign under an id that the account has listed: a draft without contacts. A campaign that is made already
  stays as it is.

  args.…?                  each setting by its name (lua/shared/settings.lua); args.self_assign?
                           args.sender_link?  args.picture_first?  args.picture_replies?
  args.message             what merge.py makes of the script; it comes with the script
  args.canned?             the canned replies that it starts with, list of {title, text, message: as merge.py makes it}
  args.default_batch_size  the account's, used if self assignment is on
  args.token               the token of the sender link, if there is to be one

  Returns  the campaign
  Refuses  self_assign_off (a sender link without self assignment), no_picture (a new campaign has none to send)
  Tells    the campaign
]]
-- include guards
-- include settings
-- include at_hand
-- include announce

if status() then return cmsgpack.pack(describe.campaign()) end
if args.sender_link and not args.self_assign then return refuse("self_assign_off") end
if args.picture_first or args.picture_replies then return refuse("no_picture") end

redis.call("HSET", KEYS[1], "status", "draft", "script", "", "fields", "[]", "self_assign", 0, "bulk_send", 0,
  "contacts", 0, "held_initial", 0, "held_reply", 0, "held_quiet", 0, "closed", 0, "opted_out", 0, "sent", 0, "v", 0)
settings.apply(args, args.message, {}, args.default_batch_size, args.token)
if args.canned then
  local replies = {}
  for place, reply in ipairs(args.canned) do
    replies[place] = cjson.encode({place, reply.title, reply.text, reply.message})
  end
  redis.call("HSET", KEYS[1], "last_canned", #replies)
  at_hand.keep_replies("canned", replies)
  at_hand.note()
end
return announce_campaign()
