--[[
  Never text this phone again, in any campaign. With `place` the opt-out is confirmed to the contact there, once.

  args.phone   in E.164
  args.by?     name of the member who did it
  args.how?    as note_opt_out.lua says
  args.place?  'campaign:conversation' in which a texter pressed
  args.text?   the texter's own words for the confirmation; "" for none; left out: the account's words

  Returns  {at, automatic}: the time of the note, in ms, later than every earlier note of this phone; and the text that
           confirms it, {kind, text}, left out if there is none
]]
-- include note_opt_out
-- include automatic

local note = note_opt_out(args.phone, {out = true, by = args.by, how = args.how, place = args.place})
return cmsgpack.pack({at = note.at, automatic = automatic.confirmation(note, args.place, args.text)})
