--[[
  Return how a message would read, without setting it: first to contacts who lack a field of it, then to the campaign's
  first contacts.

  args.message  the message, as merge.py takes it apart
  args.most     how many of the campaign's first contacts

  Returns  {lacking: list of {field, contacts}, examples: list of {contact, draft}}
  Refuses  unknown_campaign, unknown_field (with its name)
  Changes  nothing
]]
-- include guards
-- include describe

local refusal = unknown_campaign()
if refusal then return refusal end
local parts = cjson.decode(args.message).parts
local unknown, lacking = draft.fit(parts)
if unknown then return refuse("unknown_field " .. unknown) end

local answer, seen = {lacking = {}, examples = {}}, {}
local function show(conversation)
  if conversation and not seen[conversation] and not was_erased(conversation) then
    seen[conversation] = true
    local contact = cjson.decode(redis.call("HGET", key.contacts, conversation))
    local example = {contact = describe.contact(contact), draft = draft.render(parts, contact)}
    answer.examples[#answer.examples + 1] = example
  end
end
for i, lack in ipairs(lacking) do
  answer.lacking[i] = {field = lack.field, contacts = lack.contacts}
  show(lack.example)
end
for conversation = 1, math.min(args.most, tonumber(redis.call("HGET", KEYS[1], "contacts"))) do
  show(conversation)
end
return cmsgpack.pack(answer)
