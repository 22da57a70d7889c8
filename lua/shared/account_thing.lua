-- What the account looks like. Snapshots and announcements both say it with this.
local function account_thing()
  local name, size, tokens, languages, last = unpack(redis.call("HMGET", KEYS[1], "name", "default_batch_size",
    "tokens_changed", "stop_languages", "last_unplaced"))
  return {
    name = name or "Handraise",
    default_batch_size = tonumber(size or limit.default_batch_size),
    default_is_set = size and true or false,
    tokens_changed = tonumber(tokens or 0),
    stop_languages = languages or nil,
    unplaced = redis.call("ZCARD", key.unplaced),
    last_unplaced = tonumber(last or 0),
  }
end
