-- include enabled_member
-- Whether without this member nobody could administer the account any more.
local function last_admin(member)
  if member.disabled or member.role ~= "admin" then return false end
  for id = 1, redis.call("HGET", KEYS[1], "last_member") do
    local other = enabled_member(id)
    if other and other.role == "admin" and id ~= member.id then return false end
  end
  return true
end
