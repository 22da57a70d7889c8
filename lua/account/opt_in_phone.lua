--[[
  Let a phone be texted again.

  args.phone  in E.164
  args.by     name of the member who did it

  Returns  the time of the note, in ms; for a phone that hadn't opted out, the time of its last note, or nil
]]
-- include note_opt_out

return cmsgpack.pack(note_opt_out(args.phone, false, args.by))
