-- What a version before this one has stored: a script that isn't taken apart yet, contacts that don't say which list
-- they came with. Names are compared as that version did: without case (of A to Z), spaces, `_` and `-`.
local WELL_KNOWN = {
  firstname = 1, first = 1, givenname = 1,
  lastname = 2, last = 2, surname = 2,
  phone = 3, cell = 3, cellphone = 3, mobile = 3, phonenumber = 3,
}

local older = {}

function older.name(written)
  return (written:lower():gsub("[ _%-]", ""))
end

-- The parts of a script, as merge.py gives them.
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

-- The place of a field among a contact's own columns, or what is well known by that name, or nil.
function older.place(fields, field)
  for name in pairs(fields) do
    if older.name(name) == older.name(field.f) then
      return name
    end
  end
  return field.w
end
