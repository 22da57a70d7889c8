--[[
  Change settings of a campaign; what is left out stays.

  KEYS[1] campaign
  args.title?  args.script?  args.self_assign?  args.batch_size?  args.sender_link?  args.bulk_send?
  args.default_batch_size  the account's, for when self assignment is first switched on
  args.token               for a sender link that is made now

  Returns  the campaign
  Refuses  unknown_campaign, archived, self_assign_off (a sender link without self assignment),
           not_draft (bulk_send after launch), unknown_field (with its name)
  Tells    the campaign
]]
-- include known
-- include settings
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if status() == "archived" then return refuse("archived") end
refusal = refuse_settings()
if refusal then return refusal end

apply_settings()
return announce_campaign()
