--[[
  Add the next conversations to the index by which contacts are searched for. Doing it again goes on after them.

  args.first     id of the first one, which must be the next
  args.contacts  list of {contact as it was read (empty: there is none), its fields (server/words/names.py)}, in order

  Returns  the id of the last conversation up to which the index has all. A contact that has changed since it was read
           isn't added, and none after it
  Refuses  unknown_campaign
  Tells    nobody
]]
-- include guards
-- include find

local refusal = unknown_campaign()
if refusal then return refusal end
local indexed = find.indexed()
local last = tonumber(redis.call("HGET", KEYS[1], "contacts"))
if indexed > last then -- a server of an older version has deleted the contacts' data: it knows of no index
  for span = 0, find.span(indexed) do
    redis.call("UNLINK", under("find", span))
  end
  redis.call("HDEL", KEYS[1], "indexed")
  return cmsgpack.pack(0)
end
if args.first ~= indexed + 1 then return cmsgpack.pack(indexed) end

local new = {}
for i, one in ipairs(args.contacts) do
  local conversation = args.first + i - 1
  if conversation > last or (redis.call("HGET", key.contacts, conversation) or "") ~= one[1] then break end
  new[#new + 1] = {conversation, one[2]}
end
if #new == 0 then return cmsgpack.pack(indexed) end

find.add(new)
redis.call("HSET", KEYS[1], "indexed", indexed + #new)
return cmsgpack.pack(indexed + #new)
