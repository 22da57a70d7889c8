"""Time that passes for texters who do nothing, without waiting for it: all that was noted lies further back."""

from redis.asyncio import Redis

from server.store import keys

MINUTES_PASS = """
local ms = ARGV[1] * 60000
for _, name in ipairs({"doing", "active", "idle"}) do
  local hash = KEYS[1] .. ":" .. name
  for _, member in ipairs(redis.call("HKEYS", hash)) do
    redis.call("HSET", hash, member, redis.call("HGET", hash, member) - ms)
  end
end
local typing = KEYS[1] .. ":typing"
for _, member in ipairs(redis.call("HKEYS", typing)) do
  local conversation, at = redis.call("HGET", typing, member):match("(%d+):(%d+)")
  redis.call("HSET", typing, member, conversation .. ":" .. ("%.0f"):format(at - ms))
end
local holders = redis.call("SMEMBERS", KEYS[1] .. ":holders")
holders[#holders + 1] = "0"
for _, holder in ipairs(holders) do
  local bucket = KEYS[1] .. ":bucket:" .. holder .. ":reply"
  for _, conversation in ipairs(redis.call("ZRANGE", bucket, 0, -1)) do
    redis.call("ZINCRBY", bucket, -ms, conversation)
  end
end
for _, conversation in ipairs(redis.call("ZRANGE", KEYS[1] .. ":replying", 0, -1)) do
  redis.call("ZINCRBY", KEYS[1] .. ":replying", -ms, conversation)
end
local undos = KEYS[1] .. ":undos" -- an act that is undone puts a reply back to where it waited
for _, conversation in ipairs(redis.call("HKEYS", undos)) do
  local act = cmsgpack.unpack(redis.call("HGET", undos, conversation))
  if act.lane == "reply" then
    act.place = ("%.0f"):format(act.place - ms)
    redis.call("HSET", undos, conversation, cmsgpack.pack(act))
  end
end
local since = redis.call("HGET", KEYS[1], "active_since")
if since then redis.call("HSET", KEYS[1], "active_since", since - ms) end
"""


async def minutes_pass(redis: Redis, campaign: int, minutes: int) -> None:
    """Let minutes pass in a campaign: what its texters did and were told, and how long replies wait."""
    await redis.eval(MINUTES_PASS, 1, keys.campaign(campaign), minutes)
