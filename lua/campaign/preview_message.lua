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
-- Add the draft to one contact, once. Return whether there is such a contact.
local function show(conversation)
  local packed = conversation and redis.call("HGET", key.contacts, conversation)
  if packed and not seen[conversation] and not was_erased(conversation) then
    seen[conversation] = true
    local contact = cjson.decode(packed)
    local example = {contact = describe.contact(contact), draft = draft.render(parts, contact)}
    answer.examples[#answer.examples + 1] = example
  end
  return packed
end
for i, lack in ipairs(lacking) do
  answer.lacking[i] = {field = lack.field, contacts = lack.contacts}
  show(lack.example)
end
local shown = 0
for conversation = 1, contacts.last() do
  if shown == args.most then break end
  if show(conversation) then shown = shown + 1 end
end
return cmsgpack.pack(answer)
