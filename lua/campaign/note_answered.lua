--[[
  Note which contacts have ever written, and put together which conversations wait for an answer: an older version kept
  neither. Some conversations are looked at; asked again with what it returns it goes on.

  args.after  the last conversation that was looked at, 0 to begin with
  args.most   how many conversations at once

  Returns  the last conversation that was looked at now; fewer than args.most after args.after: it was the last one
  Refuses  unknown_campaign
  Tells    the campaign; nobody when all that was noted
]]
-- include guards
-- include answered
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end

local last, news = math.min(contacts.last(), args.after + args.most), replying.mend()
for conversation = args.after + 1, last do
  news = answered.wrote(conversation) and answered.note(conversation) or news
end
if news then announce() end
return cmsgpack.pack(last)
