-- Data that an older version has stored: a script that isn't taken apart yet, contacts without the number of their
-- list. Names are compared as that version did: without case (of A to Z), spaces, `_` and `-`.
local WELL_KNOWN = {
  firstname = 1, first = 1, givenname = 1,
  lastname = 2, last = 2, surname = 2,
  phone = 3, cell = 3, cellphone = 3, mobile = 3, phonenumber = 3,
}

local older = {}

function older.name(written)
  return (written:lower():gsub("[ _%-]", ""))
end

-- Return the parts of a script, as merge.py gives them.
function older.parts(script)
  local parts, last = {}, 1
  for first, name, next in script:gmatch("(){([^{}]+)}()") do
    parts[#parts + 1] = {t = script:sub(last, first - 1)}
    parts[#parts + 1] = {f = name, n = older.name(name), w = WELL_KNOWN[older.name(name)]}
    last = next
  end
  parts[#parts + 1] = {t = script:sub(last)}
  return parts
end

-- Return the place of a field in a contact: one of the contact's own columns, else the well-known place, or nil.
function older.place(fields, field)
  for name in pairs(fields) do
    if older.name(name) == older.name(field.f) then
      return name
    end
  end
  return field.w
end
