-- include columns
-- What a texter writes is sent as it stands, so a field that was meant to be filled in would be read by the contact.
-- Gives the refusal, or nil. `args.fields` are the fields that merge.py finds in what was written, if any.
local function field_in_text()
  for _, field in ipairs(args.fields or {}) do
    if columns.filled(field) > 0 then
      return refuse("field_in_text " .. field.f)
    end
  end
end
