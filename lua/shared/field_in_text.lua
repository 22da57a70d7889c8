-- include columns
-- What a texter writes is sent as it stands, so a field that was meant to be filled in would be read by the contact.
-- Gives the refusal, or nil. `fields` are those that merge.py finds in what was written, if any.
local function field_in_text(fields)
  for _, field in ipairs(fields or {}) do
    if columns.filled(field) > 0 then
      return refuse("field_in_text " .. field.f)
    end
  end
end
