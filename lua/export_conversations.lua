--[[
  Conversations in the order of import, with all their texts.

  KEYS[1] campaign
  args.first  id to begin with
  args.count  how many at most

  Returns  list of conversations; empty at the end
  Refuses  unknown_campaign
  Tells    nobody
]]
-- include known
-- include describe

local refusal = unknown_campaign()
if refusal then return refusal end

local last = math.min(args.first + args.count - 1, tonumber(redis.call("HGET", KEYS[1], "contacts")))
local conversations = {}
for conversation = args.first, last do
  conversations[#conversations + 1] = describe.conversation(conversation, true)
end
return cmsgpack.pack(conversations)
