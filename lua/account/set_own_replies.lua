--[[
  Set a member's own canned replies, all of them in their order, in place of those before.

  args.member
  args.replies  list of {id (left out: a new one), title, text}

  Returns  the replies, list of {id, title, text}
  Refuses  unknown_member (also when disabled), unknown_reply (an id that none of them has)
]]
-- include members
-- include numbered

if not enabled_member(args.member) then return refuse("unknown_member") end
local function words(reply) return reply.title .. "\n" .. reply.text end
local packed = redis.call("GET", under("own_replies", args.member))
local kept, before = packed and cmsgpack.unpack(packed) or {last = 0, replies = {}}, {}
for _, reply in ipairs(kept.replies) do
  before[reply.id] = words(reply)
end
local last = numbered(args.replies, before, words, kept.last)
if not last then return refuse("unknown_reply") end

redis.call("SET", under("own_replies", args.member), cmsgpack.pack({last = last, replies = args.replies}))
return cmsgpack.pack(args.replies)
