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
