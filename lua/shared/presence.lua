-- How a hub's word that a member has a console open is kept and told: the verbs of presence say both with this.
local VOUCHED_FOR = 15000 -- ms: three audits of a hub, so that one that was killed leaves nobody online for longer

local function vouch_for(hub, member, at)
  redis.call("ZADD", key.online, at + VOUCHED_FOR, member .. ":" .. hub)
end

local function tell_presence()
  redis.call("PUBLISH", KEYS[1] .. ":presence", "")
end
