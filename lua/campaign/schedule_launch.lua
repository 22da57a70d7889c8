--[[
  Set when a draft is launched by itself, or that it isn't. What couldn't be launched now isn't scheduled.

  args.at?       ms since 1970, in the future and at most a year ahead; left out: it isn't launched by itself
  args.message?  what merge.py makes of the script; used only if the campaign still has that script

  Returns  the campaign
  Refuses  unknown_campaign, archived, not_draft, no_contacts, no_script, unknown_field (with its name),
           launch_out_of_range (the last four only of what gets a time)
  Tells    the campaign; nobody when it stays the same
]]
-- include launchable
-- include clock
-- include announce

local LONGEST_MS = 366 * 24 * 60 * 60 * 1000

local refusal = unknown_campaign()
if refusal then return refusal end
if args.at then
  refusal = unlaunchable(args.message)
  if refusal then return refusal end
  if args.at <= now() or args.at > now() + LONGEST_MS then return refuse("launch_out_of_range") end
elseif status() == "archived" then
  return refuse("archived")
elseif status() ~= "draft" then
  return refuse("not_draft")
end

local noted = redis.call("HMGET", KEYS[1], "launches_at", "launch_trouble")
if tonumber(noted[1] or nil) == args.at and not noted[2] then return cmsgpack.pack(describe.campaign()) end
redis.call("HDEL", KEYS[1], "launches_at", "launch_trouble")
if args.at then redis.call("HSET", KEYS[1], "launches_at", ("%d"):format(args.at)) end
return announce_campaign()
