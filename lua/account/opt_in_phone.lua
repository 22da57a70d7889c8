--[[
  Let a phone be texted again.

  args.phone  in E.164
  args.by     name of the member who did it
  args.how?   as note_opt_out.lua says
  args.only?  the time of an opt-out (ms) that is undone; one before it or after it stands. Done again, this gives the
              same note, so that campaigns can be finished

  Returns  the time of the note, in ms; for a phone that hadn't opted out, the time of its last note, or nil; nil if
           another opt-out than args.only stands
]]
-- include note_opt_out

if args.only then
  local packed = redis.call("HGET", key.opt_outs, args.phone)
  local last = packed and cmsgpack.unpack(packed) or {}
  local stands = last.out and (last.at ~= args.only or last.since ~= last.at)
  if stands or (last.at or 0) < args.only then return cmsgpack.pack(nil) end
end

local note = note_opt_out(args.phone, {out = false, by = args.by, how = args.how})
return cmsgpack.pack(note and note.at)
