-- What a member looks like, nil if there is none. Snapshots, announcements and answers all say it with this.
local function member_thing(id)
  local name, email, role, disabled =
    unpack(redis.call("HMGET", under("member", id), "name", "email", "role", "disabled"))
  if not name then return nil end
  return {id = tonumber(id), name = name, email = email, role = role, disabled = disabled == "1"}
end

-- The member, unless there is none or they are disabled: then nil, for `unknown_member`.
local function enabled_member(id)
  local member = member_thing(id)
  if member and not member.disabled then return member end
end

-- Whether without this member nobody could administer the account any more.
local function last_admin(member)
  if member.disabled or member.role ~= "admin" then return false end
  for id = 1, redis.call("HGET", KEYS[1], "last_member") do
    local other = enabled_member(id)
    if other and other.role == "admin" and id ~= member.id then return false end
  end
  return true
end

-- E-mail addresses arrive here in the form in which they are compared (emails.py): Lua doesn't know Unicode.

-- Whether a text can be an address. 254 bytes is the longest that RFC 5321 lets travel.
local function is_address(email)
  if #email > 254 then return false end
  local name, domain = string.match(email, '^([^%s%c@,;<>"]+)@([^%s%c@,;<>"]+)$')
  return name and not string.find("." .. domain .. ".", "..", 1, true)
end

-- The id of the member who is kept under the first of these forms that anybody is kept under; nil if there is none.
local function member_at(emails)
  for _, email in ipairs(emails) do
    local id = redis.call("HGET", key.emails, email)
    if id then return id end
  end
end
