--[[
  Make members senders of a campaign; who is one already stays one.

  args.members  list of member ids

  Returns  the campaign
  Refuses  unknown_campaign, archived
  Tells    the members' consoles, the campaign
]]
-- include known
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if status() == "archived" then return refuse("archived") end

for _, member in ipairs(args.members) do
  redis.call("SADD", key.senders, member)
  redis.call("SADD", key.holders, member)
  touch(member)
end
return announce_campaign()
