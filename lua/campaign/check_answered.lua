--[[
  Return those of some conversations that aren't noted rightly as answered by their contact: for `handraise check`.

  args.conversations

  Returns  list of {conversation, true if its contact has written}; nobody who was erased is in it, and it is empty
           while the data of all contacts are being deleted
  Refuses  unknown_campaign
  Changes  nothing
]]
-- include guards
-- include answered

local refusal = unknown_campaign()
if refusal then return refusal end

if emptied() then return cmsgpack.pack({}) end

local wrong = {}
for _, conversation in ipairs(args.conversations) do
  local wrote = answered.wrote(conversation)
  local noted = redis.call("SISMEMBER", key.answered, conversation) == 1
  if wrote ~= noted and not was_erased(conversation) then wrong[#wrong + 1] = {conversation, wrote} end
end
return cmsgpack.pack(wrong)
