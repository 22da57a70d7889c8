--[[
  Take out what is left of the contacts of a campaign, once `erase_campaign` has deleted their data, some of it at a
  time. Interrupted, asking again goes on.

  args.most  how many conversations, and about how many that somebody held, at once

  Returns  how many were taken out; fewer than args.most: nothing is left
  Refuses  unknown_campaign
  Tells    the former holders' consoles, the campaign: when one holds nothing any more, and at the end
]]
-- include guards
-- include erasing
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if redis.call("HEXISTS", KEYS[1], "to_empty") == 0 then return cmsgpack.pack(0) end

local conversations = erasing.take_out_conversations(args.most)
local held, holders = erasing.take_out_holders(args.most - conversations)
for _, holder in ipairs(holders) do
  touch(holder)
end
local taken = conversations + held
if taken < args.most then erasing.finish() end
if taken < args.most or #holders > 0 then announce() end
redis.call("UNLINK", key.history, key.readings, key.moved) -- the announcement has noted them
return cmsgpack.pack(taken)
