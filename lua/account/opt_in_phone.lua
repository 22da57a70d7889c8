--[[
  Let a phone be texted again.

  args.phone  in E.164
  args.by     name of the member who did it
  args.how?   as note_opt_out.lua says

  Returns  the time of the note, in ms; for a phone that hadn't opted out, the time of its last note, or nil
]]
-- include note_opt_out

local note = note_opt_out(args.phone, {out = false, by = args.by, how = args.how})
return cmsgpack.pack(note and note.at)
