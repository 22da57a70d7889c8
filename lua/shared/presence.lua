-- include clock
-- The presence of members: each hub vouches for those who have a console open there. All verbs of presence use this.
local VOUCHED_FOR_MS = 15000 -- ms: three audits of a hub; after that the members of a killed hub are offline

-- Note that a member is online at a hub. Return whether that is news.
local function vouch_for(hub, member)
  if redis.call("EXISTS", KEYS[1]) == 0 then
    return false -- an emptied store must stay empty, although its members' sockets are open for a moment yet
  end
  local until_when = redis.call("ZSCORE", key.online, member .. ":" .. hub)
  redis.call("ZADD", key.online, now() + VOUCHED_FOR_MS, member .. ":" .. hub)
  return tonumber(until_when or 0) <= now()
end

-- Tell the hubs who came to a hub or went from it: {hub, came} or {hub, went}. Tell nobody when that is nobody.
local function tell_presence(change)
  if #(change.came or change.went) == 0 then return end
  change.at = now()
  redis.call(PUBLISH, KEYS[1] .. ":presence", cmsgpack.pack(change))
end
