-- include member_thing
-- The member, unless there is none or they are disabled: then nil, for `unknown_member`.
local function enabled_member(id)
  local member = member_thing(id)
  if member and not member.disabled then return member end
end
