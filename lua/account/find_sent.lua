--[[
  Find the text that a carrier's report is about. If the reference isn't noted yet, the first report that the
  text was delivered or failed is kept for an hour: note_sent then returns it.

  args.carrier    name of the carrier
  args.reference  the carrier's name for the text
  args.status     sent, delivered or failed
  args.why?       why it failed

  Returns  {campaign, conversation, text, at}; false, if nobody has noted the reference
]]
local KEPT_SECONDS = 60 * 60

local found = redis.call("GET", under("sent", args.carrier, args.reference))
if not found and args.status ~= "sent" then
  local said = cmsgpack.pack({status = args.status, why = args.why})
  redis.call("SET", under("ahead", args.carrier, args.reference), said, "NX", "EX", KEPT_SECONDS)
end
return found or cmsgpack.pack(false)
