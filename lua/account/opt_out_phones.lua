--[[
  Never text these phones again, in any campaign. One that has opted out already stays as it is noted.

  args.phones  list of phones in E.164
  args.by?     name of the member who did it
  args.how     as note_opt_out.lua says

  Returns  {new, notes}: how many hadn't opted out; for each phone what is noted, {phone, by, at, how}, each but the
           phone left out if it isn't known
]]
-- include note_opt_out

local new, notes = 0, {}
for i, phone in ipairs(args.phones) do
  local note
  if redis.call("SISMEMBER", key.opted_out, phone) == 1 then
    local packed = redis.call("HGET", key.opt_outs, phone)
    note = packed and cmsgpack.unpack(packed) or {}
  else
    note = note_opt_out(phone, {out = true, by = args.by, how = args.how})
    new = new + 1
  end
  notes[i] = {phone = phone, by = note.by, at = note.at, how = note.how}
end
return cmsgpack.pack({new = new, notes = notes})
