--[[
  Return a page of the texts that no texter gets and that no admin has dismissed, longest waiting first.

  args.after?  id of the last one of the page before
  args.limit

  Returns  {texts, next}: list of {id, phone, text, at, opted_out, campaign, conversation}, the last two left out for a
           phone in no campaign; `next` left out at the end
  Changes  nothing
]]
local later = "(" .. (args.after or 0)
local found = redis.call("ZRANGE", key.unplaced, later, "+inf", "BYSCORE", "LIMIT", 0, args.limit + 1)
local page = {texts = {}}
for i, packed in ipairs(found) do
  if i > args.limit then
    page.next = page.texts[args.limit].id
  else
    page.texts[i] = cmsgpack.unpack(packed)
  end
end
return cmsgpack.pack(page)
