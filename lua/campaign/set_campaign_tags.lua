--[[
  Choose the tags that texters may put on conversations of a campaign, in their order. A tag that isn't chosen any more
  stays on the conversations that have it.

  args.tags?  ids of the chosen ones; left out: they stay, and only names change
  args.named  the account's tags, list of {id, name}

  Returns  the campaign
  Refuses  unknown_campaign, archived (but names change there, too), unknown_tag
  Tells    the campaign; nobody when nothing has changed
]]
-- include guards
-- include at_hand
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if args.tags and status() == "archived" then return refuse("archived") end
local before, names, tags = at_hand.tags(), {}, {}
for _, tag in ipairs(args.named) do
  names[tag.id] = tag.name
end
for _, id in ipairs(args.tags or {}) do
  local chosen = at_hand.find(before, id)
  if not names[id] and not (chosen and chosen[3]) then return refuse("unknown_tag") end
  tags[#tags + 1] = {id, names[id] or chosen[2], true, chosen and chosen[4] or false}
end

if args.tags then
  at_hand.keep_labels(tags, before, "tag")
else
  tags = before
end
for _, tag in ipairs(tags) do
  tag[2] = names[tag[1]] or tag[2]
end
if not at_hand.keep("tags", tags) then return cmsgpack.pack(describe.campaign()) end
at_hand.note()
return announce_campaign()
