--[[
  Count the segments of the first messages that aren't sent yet, as they would be sent now, some conversations at a
  time.

  args.first       the first of these conversations
  args.most        how many conversations at once
  args.midnights?  the next ends of days, in ms

  Returns  {texts, segments, next, used}: how many first messages these conversations have, and how many segments; the
           first conversation of the next ones, absent at the end; the segments that the campaign has used of this day
  Refuses  unknown_campaign
  Changes  nothing
]]
-- include guards
-- include move
-- include draft
-- include next_texts

local refusal = unknown_campaign()
if refusal then return refusal end

local last = math.min(args.first + args.most - 1, contacts.last())
local answer = {texts = 0, segments = 0, next = last < contacts.last() and last + 1 or nil}
for conversation = args.first, last do
  local _, lane = move.where(conversation)
  local contact = lane == "initial" and redis.call("HGET", key.contacts, conversation)
  local size = contact and segments(draft.render(draft.parts(), cjson.decode(contact))) or 0
  if size > 0 then
    answer.texts, answer.segments = answer.texts + 1, answer.segments + size
  end
end
answer.used = used_now(settings.now(), args.midnights).flow.used
return cmsgpack.pack(answer)
