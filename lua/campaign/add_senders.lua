--[[
  Make members senders of a campaign. A member who is a sender already stays one.

  args.members  list of member ids

  Returns  the campaign
  Refuses  unknown_campaign, archived
  Tells    the new senders' consoles, the campaign; nobody when all are senders already
]]
-- include guards
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if status() == "archived" then return refuse("archived") end

local added = 0
for _, member in ipairs(args.members) do
  if redis.call("SADD", key.senders, member) == 1 then
    redis.call("SADD", key.holders, member)
    touch(member)
    added = added + 1
  end
end
if added == 0 then return cmsgpack.pack(describe.campaign()) end
return announce_campaign()
