--[[
  Add a member to the account. A member whose e-mail address is known already stays as they are.

  args.email   the e-mail address as it is shown
  args.emails  the address in each form that a member may be kept under; a new member is kept under the last one
  args.name    up to limit.name characters
  args.role    admin or texter

  Returns  {member, added}: the member thing, and whether they are new
  Refuses  bad_email, empty_name, name_too_long, bad_arguments (no such role)
  Tells    the member, if new
]]
-- include new_member

local email = args.emails[#args.emails]
if not is_address(email) or #args.email > 254 then return refuse("bad_email") end
local known = member_at(args.emails)
if known then return cmsgpack.pack({member = member_thing(known), added = false}) end
local _, characters = string.gsub(args.name, "[^\128-\191]", "")
if characters > limit.name then return refuse("name_too_long") end
local name = string.match(args.name, "^%s*(.-)%s*$")
if name == "" then return refuse("empty_name") end
if args.role ~= "admin" and args.role ~= "texter" then return refuse("bad_arguments") end

local member = new_member(email, args.email, name, args.role)
return cmsgpack.pack({member = member, added = true})
