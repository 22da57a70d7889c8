--[[
  Set a member's own canned replies, all of them in their order, in place of those before.

  args.member
  args.replies  list of {id (left out: a new one), title, text}

  Returns  the replies, list of {id, title, text}
  Refuses  unknown_member (also when disabled), unknown_reply (an id that none of them has)
]]
-- include members
-- include replies_in_place

if not enabled_member(args.member) then return refuse("unknown_member") end
local kept = replies_in_place(redis.call("GET", under("own_replies", args.member)), args.replies)
if not kept then return refuse("unknown_reply") end

redis.call("SET", under("own_replies", args.member), cmsgpack.pack(kept))
return cmsgpack.pack(kept.replies)
