-- The identity of the account, which tells it from every other one that a store may hold. It is made with the account's
-- first change, from the moment and what was asked for, and kept for as long as the account is.
local function identify()
  local known = redis.call("HGET", KEYS[1], "identity")
  if not known then
    local at = redis.call("TIME")
    known = redis.sha1hex(at[1] .. "." .. at[2] .. " " .. ARGV[1])
    redis.call("HSET", KEYS[1], "identity", known)
  end
  return known
end
