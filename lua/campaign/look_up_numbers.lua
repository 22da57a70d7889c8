--[[
  Have the campaign's carrier look up the line types of the next numbers, in the order of import, before the launch.
  Numbers that are looked up already, or are about to be, are passed over, so asking again costs nothing; so are those
  that have opted out.

  args.after  id of the conversation after which to begin
  args.most   how many conversations at once

  Returns  {campaign, through}: the campaign, and the id of the last conversation that was looked at
  Refuses  unknown_campaign, not_draft, no_contacts
  Tells    the campaign, if there is anything new to look up
]]
-- include guards
-- include announce
-- include move

local refusal = unknown_campaign()
if refusal then return refusal end
if status() ~= "draft" then return refuse("not_draft") end
local contacts = tonumber(redis.call("HGET", KEYS[1], "contacts"))
if contacts == 0 then return refuse("no_contacts") end

local through, new = math.min(contacts, args.after + args.most), 0
for conversation = args.after + 1, through do
  local _, lane = move.where(conversation)
  if lane == "initial" and not lines.of(conversation) then
    new = new + redis.call("ZADD", key.to_look_up, "NX", 0, conversation)
  end
end
return cmsgpack.pack({campaign = new > 0 and announce().campaign or describe.campaign(), through = through})
