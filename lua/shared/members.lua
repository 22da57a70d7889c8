-- Return the member thing, nil if there is no such member. Snapshots, announcements and answers all use it.
local function member_thing(id)
  local name, email, role, disabled =
    unpack(redis.call("HMGET", under("member", id), "name", "email", "role", "disabled"))
  if not name then return nil end
  return {id = tonumber(id), name = name, email = email, role = role, disabled = disabled == "1"}
end

-- Return the member thing of an enabled member. For anybody else return nil: verbs then refuse with `unknown_member`.
local function enabled_member(id)
  local member = member_thing(id)
  if member and not member.disabled then return member end
end

-- Return whether this member is the only enabled admin, whom the account can't do without.
local function last_admin(member)
  if member.disabled or member.role ~= "admin" then return false end
  for id = 1, redis.call("HGET", KEYS[1], "last_member") do
    local other = enabled_member(id)
    if other and other.role == "admin" and id ~= member.id then return false end
  end
  return true
end

-- E-mail addresses arrive here in the form in which they are compared (emails.py): Lua doesn't know Unicode.

-- Return whether a text can be an e-mail address. 254 bytes is the longest that RFC 5321 lets travel.
local function is_address(email)
  if #email > 254 then return false end
  local name, domain = string.match(email, '^([^%s%c@,;<>"]+)@([^%s%c@,;<>"]+)$')
  return name and not string.find("." .. domain .. ".", "..", 1, true)
end

-- Return the id of the member with an e-mail address, nil if there is none. `emails` are the forms of the address under
-- which a member may be kept; the first form that is kept decides.
local function member_at(emails)
  for _, email in ipairs(emails) do
    local id = redis.call("HGET", key.emails, email)
    if id then return id end
  end
end
