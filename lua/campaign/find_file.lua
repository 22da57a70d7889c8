--[[
  Find a file that came with a text of a contact.

  args.conversation
  args.texter?  the texter, who must hold it; left out for admins
  args.text     id of the text
  args.file     its place among the text's files, from 1

  Returns  {carrier, url, type}: the carrier's name, its address of the file, and the type that the carrier says
  Refuses  unknown_campaign, unknown_conversation, not_yours, not_a_sender, unknown_file
  Changes  nothing
]]
-- include guards

local refusal = not_theirs(args.conversation, args.texter)
if refusal then return refusal end
local packed = args.text > 0 and redis.call("LINDEX", under("texts", args.conversation), args.text - 1)
local text = packed and cmsgpack.unpack(packed) or {}
local file = (text.f or {})[args.file]
if not file then return refuse("unknown_file") end

return cmsgpack.pack({carrier = text.b or "", url = file[1], type = file[2]})
