-- include clock
-- How a hub's word that a member has a console open is kept and told: the verbs of presence say both with this.
local VOUCHED_FOR = 15000 -- ms: three audits of a hub, so that one that was killed leaves nobody online for longer

-- A store that was emptied is to stay so, although the sockets of its members are open for a moment yet.
local function vouch_for(hub, member)
  if redis.call("EXISTS", KEYS[1]) == 1 then
    redis.call("ZADD", key.online, now() + VOUCHED_FOR, member .. ":" .. hub)
  end
end

local function tell_presence()
  redis.call("PUBLISH", KEYS[1] .. ":presence", "")
end
