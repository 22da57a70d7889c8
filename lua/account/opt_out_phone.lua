--[[
  Never text this phone again, in any campaign.

  args.phone  in E.164
  args.by?    name of the member who did it

  Returns  when it was noted, in ms: later than anything noted of this phone before
]]
-- include note_opt_out

return cmsgpack.pack(note_opt_out(args.phone, true, args.by))
