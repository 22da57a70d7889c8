--[[
  Make members senders of a campaign. A member who is a sender already stays one.

  args.members   list of member ids
  args.by_link?  true: they come by the sender link, and new ones are for the lane that the link is for

  Returns  the campaign
  Refuses  unknown_campaign, archived
  Tells    the new senders' consoles, the campaign; nobody when all are senders already
]]
-- include guards
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if status() == "archived" then return refuse("archived") end

local added, lane = 0, args.by_link and redis.call("HGET", KEYS[1], "link_lane") or ""
for _, member in ipairs(args.members) do
  if redis.call("SADD", key.senders, member) == 1 then
    redis.call("SADD", key.holders, member)
    if lane ~= "" then redis.call("HSET", key.only, member, lane) end
    touch(member)
    added = added + 1
  end
end
if added == 0 then return cmsgpack.pack(describe.campaign()) end
return announce_campaign()
