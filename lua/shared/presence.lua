-- include clock
-- How a hub's word that a member has a console open is kept and told: the verbs of presence say both with this.
local VOUCHED_FOR_MS = 15000 -- ms: three audits of a hub, so that one that was killed leaves nobody online for longer

-- Says whether it is news that this member is online at this hub.
local function vouch_for(hub, member)
  if redis.call("EXISTS", KEYS[1]) == 0 then
    return false -- a store that was emptied is to stay so, although its members' sockets are open for a moment yet
  end
  local until_when = redis.call("ZSCORE", key.online, member .. ":" .. hub)
  redis.call("ZADD", key.online, now() + VOUCHED_FOR_MS, member .. ":" .. hub)
  return tonumber(until_when or 0) <= now()
end

local function tell_presence()
  redis.call("PUBLISH", KEYS[1] .. ":presence", "")
end
