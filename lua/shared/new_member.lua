-- include account
-- include members
-- Add a member, and announce them. `email` is the address as it is compared, `shown` as it is shown. Return the thing.
local function new_member(email, shown, name, role)
  local id = redis.call("HINCRBY", KEYS[1], "last_member", 1)
  redis.call("HSET", key.emails, email, id)
  redis.call("HSET", under("member", id), "id", id, "name", name, "email", shown, "role", role)
  local member = member_thing(id)
  tell_account({member = member})
  return member
end
