--[[
  Take out what is left of the contacts of a campaign, once `erase_campaign` has deleted their data, some of it at a
  time. Interrupted, asking again goes on.

  args.most  how many conversations and former holders at once

  Returns  how many were taken out; fewer than args.most: nothing is left
  Refuses  unknown_campaign
  Tells    the former holders' consoles, the campaign: when there are any, and at the end
]]
-- include guards
-- include erasing
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if redis.call("HEXISTS", KEYS[1], "to_empty") == 0 then return cmsgpack.pack(0) end

local taken = erasing.take_out_texts(args.most)
local holders = erasing.take_out_holders(args.most - taken)
for _, holder in ipairs(holders) do
  touch(holder)
end
taken = taken + #holders
local ends = taken < args.most
if ends then redis.call("HDEL", KEYS[1], "to_empty", "emptied") end
if ends or #holders > 0 then announce() end
redis.call("UNLINK", key.history, key.moved)
return cmsgpack.pack(taken)
