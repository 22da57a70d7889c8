-- E-mail addresses are compared without surrounding space and without case, here and nowhere else. Only of ASCII
-- letters: what other letters do in a mailbox's name is up to its own server.

-- How an address is compared; nil if it can't be one. 254 bytes is the longest that RFC 5321 lets travel.
local function comparable(email)
  if #email > 300 then return nil end
  email = string.lower(string.match(email, "^%s*(.-)%s*$"))
  local name, domain = string.match(email, '^([^%s%c@,;<>"]+)@([^%s%c@,;<>"]+)$')
  if not name or #email > 254 or string.find("." .. domain .. ".", "..", 1, true) then return nil end
  return email
end
