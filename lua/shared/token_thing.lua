-- What an API token looks like; never the token itself, which nobody can be told again.
local function token_thing(id)
  local member, name, created, used =
    unpack(redis.call("HMGET", under("token", id), "member", "name", "created", "used"))
  if not member then return nil end
  return {
    token = id, member = tonumber(member), name = name,
    created = tonumber(created), used = tonumber(used) or cjson.null,
  }
end
