--[[
  Return when each member signed in last.

  Returns  list of {member, at}, in ms, without those who never did; of a session that an older version began, when it
           was used last
  Changes  nothing
]]
-- include credentials

local found = {}
for id = 1, tonumber(redis.call("HGET", KEYS[1], "last_member") or 0) do
  local at = tonumber(redis.call("HGET", under("member", id), "signed_in") or nil)
  if not at then
    local sessions = under("credentials_of", id)
    local last = redis.call("ZRANGE", sessions, "(+inf", "-inf", "BYSCORE", "REV", "LIMIT", 0, 1, "WITHSCORES")
    at = last[2] and tonumber(last[2]) - SESSION_MS
  end
  if at then found[#found + 1] = {member = id, at = at} end
end
return cmsgpack.pack(found)
