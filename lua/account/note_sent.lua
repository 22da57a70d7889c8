--[[
  Note which text a carrier's reference names, for 30 days, and the number that it came from: an answer to that number
  is for its conversation. Of a campaign whose contacts' data are deleted no number is noted. Noting it again changes
  nothing.

  args.carrier    name of the carrier
  args.reference  the carrier's name for the text
  args.place      {campaign, conversation, text, at}: the text; `at` is when it was queued, in ms
  args.phone?     the contact's, in E.164
  args.number?    the number that it came from, in E.164, if it is known

  Returns  {status, why?}: what the carrier has reported of the text already; false, if nothing
]]
local KEPT_SECONDS = 30 * 24 * 60 * 60

if args.number and redis.call("SISMEMBER", key.erased, args.place.campaign) == 0 then
  local from = args.phone .. " " .. args.carrier .. " " .. args.number
  redis.call("HSET", key.phones, from, args.place.campaign .. ":" .. args.place.conversation)
end
redis.call("SET", under("sent", args.carrier, args.reference), cmsgpack.pack(args.place), "EX", KEPT_SECONDS)
return redis.call("GET", under("ahead", args.carrier, args.reference)) or cmsgpack.pack(false)
