--[[
  Have the campaign's carrier look up the line types of the next numbers, in the order of import, before the launch.
  Numbers that are looked up already, or are about to be, are passed over, so asking again costs nothing; so are those
  that have opted out.

  args.after  id of the conversation after which to begin
  args.most   how many conversations at once

  Returns  {campaign, through, last}: the campaign, the id of the last conversation that was looked at, and of the last
           one that there is
  Refuses  unknown_campaign, not_draft, no_contacts
  Tells    the campaign, if there is anything new to look up
]]
-- include guards
-- include announce
-- include move

local refusal = unknown_campaign()
if refusal then return refusal end
if status() ~= "draft" then return refuse("not_draft") end
if contacts.now() == 0 then return refuse("no_contacts") end

local through, new = math.min(contacts.last(), args.after + args.most), 0
for conversation = args.after + 1, through do
  local _, lane = move.where(conversation)
  if lane == "initial" and not lines.of(conversation) then
    new = new + redis.call("ZADD", key.to_look_up, "NX", 0, conversation)
  end
end
local campaign = new > 0 and announce().campaign or describe.campaign()
return cmsgpack.pack({campaign = campaign, through = through, last = contacts.last()})
