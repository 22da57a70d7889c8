--[[
  Return a page of the conversations with a tag or an answer, each with its last text only, in the order of import.
  Every page but the last one is full.

  args.tag?     id of the tag
  args.answer?  id of the answer
  args.after?   `next` of the page before
  args.limit

  Returns  {conversations, next}: `next` left out at the end
  Refuses  unknown_campaign, bad_arguments (an `after` that isn't a `next`)
  Changes  nothing
]]
-- include guards
-- include describe

local refusal = unknown_campaign()
if refusal then return refusal end
local after = tonumber((args.after or "0"):match("^%d+$") or nil)
if not after then return refuse("bad_arguments") end

local v = tonumber(redis.call("HGET", KEYS[1], "v"))
local found = labels.after(args.tag and "tag" or "answer", args.tag or args.answer, after, args.limit + 1)
local page = {conversations = {}}
for i = 1, math.min(#found, args.limit) do
  page.conversations[i] = describe.conversation(found[i], false)
  page.conversations[i].v = v
end
if #found > args.limit then page.next = tostring(found[args.limit]) end
return cmsgpack.pack(page)
