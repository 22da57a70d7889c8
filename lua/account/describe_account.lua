--[[
  Return the account as it is now.

  args.without_members?  true: `members` is empty, however many there are

  Returns  {v, account, members, campaigns}: the version of all this, the account thing, every member thing by id, the
           ids of all campaigns in order (one listed but not made yet may be among them)
  Changes  nothing
]]
-- include account
-- include members

local v, last = unpack(redis.call("HMGET", KEYS[1], "v", "last_member"))
local members = {}
for id = 1, args.without_members and 0 or tonumber(last or 0) do
  members[#members + 1] = member_thing(id)
end
local campaigns = {}
for i, id in ipairs(redis.call("SMEMBERS", key.campaigns)) do
  campaigns[i] = tonumber(id)
end
table.sort(campaigns)
return cmsgpack.pack({v = tonumber(v or 0), account = account_thing(), members = members, campaigns = campaigns})
