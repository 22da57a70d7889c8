--[[
  Set the canned replies with which new campaigns start, all of them in their order, in place of those before.

  args.replies  list of {id (left out: a new one), title, text}

  Returns  the replies, list of {id, title, text}
  Refuses  unknown_reply (an id that none of them has)
  Tells    the account; nobody when they stay the same
]]
-- include account
-- include replies_in_place

local kept, changed = replies_in_place(redis.call("GET", key.canned), args.replies)
if not kept then return refuse("unknown_reply") end

if changed then
  redis.call("SET", key.canned, cmsgpack.pack(kept))
  redis.call("HINCRBY", KEYS[1], "canned_changed", 1)
  tell_account({account = account_thing()})
end
return cmsgpack.pack(kept.replies)
