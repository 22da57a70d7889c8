-- What a member looks like, nil if there is none. Snapshots, announcements and answers all say it with this.
local function member_thing(id)
  local name, email, role, disabled =
    unpack(redis.call("HMGET", under("member", id), "name", "email", "role", "disabled"))
  if not name then return nil end
  return {id = tonumber(id), name = name, email = email, role = role, disabled = disabled == "1"}
end
