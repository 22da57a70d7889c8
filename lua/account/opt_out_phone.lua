--[[
  Never text this phone again, in any campaign.

  args.phone  in E.164
  args.by?    name of the member who did it

  Returns  the time of the note, in ms: later than every earlier note of this phone
]]
-- include note_opt_out

return cmsgpack.pack(note_opt_out(args.phone, true, args.by))
