--[[
  Return conversations in the order of import, with all their texts, as they are kept: nothing is made of them here,
  since a campaign may have millions.

  args.first  id of the first one
  args.count  how many at most; the answer has fewer when they have many texts

  Returns  list of {id, holder (0: nobody), lane, contact as it is kept (empty: removed), texts as they are kept,
           whether the number is wrong, tags, answers (left out: none)}; empty at the end
  Refuses  unknown_campaign
  Changes  nothing
]]
-- include guards
-- include move
-- include labels
-- include contacts

local TEXTS_PER_PIECE = 1000

local refusal = unknown_campaign()
if refusal then return refusal end

local last = math.min(args.first + args.count - 1, contacts.last())
local conversations, seen = {}, 0
for conversation = args.first, last do
  local holder, lane = move.where(conversation)
  local texts = redis.call("LRANGE", under("texts", conversation), 0, -1)
  for i, packed in ipairs(texts) do
    texts[i] = cmsgpack.unpack(packed)
  end
  local contact = redis.call("HGET", key.contacts, conversation) or ""
  local wrong = redis.call("SISMEMBER", key.wrong_numbers, conversation) == 1
  local tags, answers = labels.of(conversation)
  local labelled = next(answers) and answers or nil -- an empty map would be written as a list
  conversations[#conversations + 1] = {conversation, holder, lane, contact, texts, wrong, tags, labelled}
  seen = seen + #texts
  if seen >= TEXTS_PER_PIECE then break end
end
return cmsgpack.pack(conversations)
