--[[
  Set the organization's name and its time zone.

  args.name?       up to limit.organisation characters; left out: it stays
  args.time_zone?  a name of IANA; "": none; left out: it stays

  Returns  the account thing
  Refuses  empty_organisation, organisation_too_long
  Tells    the account; nobody when both stay the same
]]
-- include account

local name, zone = args.name and string.match(args.name, "^%s*(.-)%s*$"), args.time_zone
if name == "" then return refuse("empty_organisation") end
local _, characters = string.gsub(name or "", "[^\128-\191]", "")
if characters > limit.organisation then return refuse("organisation_too_long") end

local before = redis.call("HMGET", KEYS[1], "name", "time_zone")
if name then redis.call("HSET", KEYS[1], "name", name) end
if zone == "" then
  redis.call("HDEL", KEYS[1], "time_zone")
elseif zone then
  redis.call("HSET", KEYS[1], "time_zone", zone)
end
local account = account_thing()
if (name or before[1]) ~= before[1] or (zone or before[2] or "") ~= (before[2] or "") then
  tell_account({account = account})
end
return cmsgpack.pack(account)
