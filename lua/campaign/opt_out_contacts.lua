--[[
  Opt out those contacts of this campaign who have these phones, after the account has noted it. Doing it again changes
  nothing.

  args.notes  list of {phone, by, at, how}, as the account has noted them; each but the phone may be left out

  Returns  how many conversations have changed
  Tells    their holders' consoles, the campaign; nobody when nothing has changed
]]
-- include opt_outs
-- include announce

local changed = 0
for _, note in ipairs(args.notes) do
  local conversation = redis.call("HGET", key.phones, note.phone)
  local _, lane = move.where(conversation or "")
  -- Without a time it was noted by an older version: then it is only told that they have opted out.
  if conversation and (note.at or lane ~= "opted_out") then
    local kept = {out = true, by = note.by, at = note.at or now(), how = note.how}
    changed = changed + (opt(conversation, kept) and 1 or 0)
  end
end
if changed > 0 then
  announce({taken = true})
end
return cmsgpack.pack(changed)
