--[[
  Delete the data of an archived campaign's contacts: names, phones, fields, texts and pictures. The campaign stays,
  with the counts that it had. With `delete` the campaign goes, too, also a draft, and only its number and version stay:
  if the version fell, hubs would believe that the store went back. Nobody sees any of it from now on; `empty_campaign`
  takes out the rest. Asking again changes nothing.

  args.delete?   true: the campaign goes, too
  args.carrier?  the one carrier that the campaign must have

  Returns  the campaign
  Refuses  unknown_campaign, not_archived, not_simulated
  Tells    the campaign; nobody when it is so already
]]
-- include guards
-- include erasing
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
local before = redis.call("HMGET", KEYS[1], "erased", "deleted_at")
if before[2] then return cmsgpack.pack(describe.campaign()) end
if status() ~= "archived" and not (args.delete and status() == "draft") then return refuse("not_archived") end
if args.carrier and settings.now().carrier ~= args.carrier then return refuse("not_simulated") end
if before[1] and not args.delete then return cmsgpack.pack(describe.campaign()) end

if not before[1] then erasing.begin() end
if args.delete then erasing.leave_the_number() end
local thing = announce({taken = true}).campaign
redis.call("UNLINK", key.history, key.readings) -- the announcement has noted how many are unassigned now: none
return cmsgpack.pack(thing)
