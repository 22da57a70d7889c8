--[[
  Return conversations in the order of import, with all their texts.

  args.first  id of the first one
  args.count  how many at most; the answer has fewer when they have many texts

  Returns  list of conversations; empty at the end
  Refuses  unknown_campaign
  Tells    nobody
]]
-- include guards
-- include describe

local TEXTS_PER_PIECE = 1000

local refusal = unknown_campaign()
if refusal then return refusal end

local last = math.min(args.first + args.count - 1, tonumber(redis.call("HGET", KEYS[1], "contacts")))
local conversations, texts = {}, 0
for conversation = args.first, last do
  local thing = describe.conversation(conversation, true)
  conversations[#conversations + 1] = thing
  texts = texts + #thing.texts
  if texts >= TEXTS_PER_PIECE then break end
end
return cmsgpack.pack(conversations)
