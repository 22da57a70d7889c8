--[[
  Find out whether the index of tags and answers fits those of one conversation. `handraise check` confirms its
  suspicions with this.

  args.conversation
  args.seen  list of entries of the index that look wrong

  Returns  {own, indexed}: the entries that the conversation should have; those of these and of args.seen that the index
           has
  Refuses  unknown_campaign
  Changes  nothing
]]
-- include guards
-- include labels

local refusal = unknown_campaign()
if refusal then return refusal end

local own, indexed, asked = labels.names(args.conversation), {}, {}
for _, list in ipairs({own, args.seen}) do
  for _, name in ipairs(list) do
    if not asked[name] and redis.call("ZSCORE", key.labelled, name) then indexed[#indexed + 1] = name end
    asked[name] = true
  end
end
return cmsgpack.pack({own = own, indexed = indexed})
