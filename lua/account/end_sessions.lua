--[[
  End one session of a member, or all but one. Ending what has ended changes nothing.

  args.member
  args.session?  the id of the only one to end, as list_sessions has it
  args.keep?     "session:NAME" of one that goes on

  Returns  how many have ended by this
  Tells    that their sockets are to be closed
]]
-- include credentials

local ended = 0
for _, credential in ipairs(sessions_of(args.member)) do
  if credential ~= args.keep and (not args.session or session_id(credential) == args.session) then
    end_credential(credential, args.member)
    ended = ended + 1
  end
end
return cmsgpack.pack(ended)
