--[[
  This phone may be texted again.

  args.phone  in E.164
  args.by     name of the member who did it

  Returns  when it was noted, in ms; if it hadn't opted out, when something was last noted of this phone, or nil
]]
-- include note_opt_out

return cmsgpack.pack(note_opt_out(args.phone, false, args.by))
