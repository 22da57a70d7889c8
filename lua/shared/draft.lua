-- Merge fields: `{first_name}`, `{last_name}`, `{phone}` or any column of the contacts. Names compare as in the CSV
-- (server/contacts.py): without case, spaces, `_` and `-`, and by the same other names.
local OTHER_NAMES = {
  first = "firstname", givenname = "firstname",
  last = "lastname", surname = "lastname",
  cell = "phone", cellphone = "phone", mobile = "phone", phonenumber = "phone",
}
local FIELD = "{([^{}]+)}"

local function field_name(written)
  local name = written:lower():gsub("[ _%-]", "")
  return OTHER_NAMES[name] or name
end

local draft = {}

-- The message to one contact, as it will be sent: values put in literally, in a single pass.
function draft.render(script, contact)
  local values = {}
  for name, value in pairs(contact[4]) do
    values[field_name(name)] = value
  end
  values.firstname, values.lastname, values.phone = contact[1], contact[2], contact[3]
  local text = script:gsub(FIELD, function(name) return values[field_name(name)] or "" end)
  return text
end

-- The first field of a script that no contact has, or nil.
function draft.unknown_field(script, columns)
  local known = {firstname = true, lastname = true, phone = true}
  for _, name in ipairs(columns) do
    known[field_name(name)] = true
  end
  for name in script:gmatch(FIELD) do
    if not known[field_name(name)] then
      return name
    end
  end
end
