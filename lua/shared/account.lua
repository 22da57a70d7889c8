-- include carriers
-- Return the account's tags as a list of {id, name}. `packed` is as they are kept.
local function tags_now(packed)
  local tags = packed and cjson.decode(packed) or {}
  for i, tag in ipairs(tags) do
    tags[i] = {id = tag[1], name = tag[2]}
  end
  return tags
end

-- Return the account thing as it is now. Snapshots and announcements both use it, so that they agree.
local function account_thing()
  local name, size, tokens, languages, last, confirm, help, carrier, currency, hours, days, tags, between = unpack(
    redis.call("HMGET", KEYS[1], "name", "default_batch_size", "tokens_changed", "stop_languages", "last_unplaced",
      "confirm_opt_out", "help_text", "default_carrier", "currency", "default_hours", "retention_days", "tags",
      "hours_between"))
  local zone, canned = unpack(redis.call("HMGET", KEYS[1], "time_zone", "canned_changed"))
  local troubles, kept = {}, redis.call("HGETALL", key.troubles)
  for i = 1, #kept, 2 do
    local trouble = cmsgpack.unpack(kept[i + 1])
    trouble.carrier = kept[i]
    troubles[#troubles + 1] = trouble
  end
  return {
    troubles = troubles,
    name = name or "Handraise",
    default_batch_size = tonumber(size or limit.default_batch_size),
    default_is_set = size and true or false,
    default_carrier = carrier or "",
    currency = currency or nil,
    carriers = carriers.listed(),
    tokens_changed = tonumber(tokens or 0),
    stop_languages = languages or nil,
    confirm_opt_out = confirm or nil,
    help_text = help or nil,
    unplaced = redis.call("ZCARD", key.unplaced),
    last_unplaced = tonumber(last or 0),
    default_hours = hours or nil,
    retention_days = tonumber(days or nil),
    tags = tags_now(tags),
    hours_between = tonumber(between or limit.default_hours_between),
    time_zone = zone or nil,
    canned_changed = tonumber(canned or 0),
  }
end

-- Give the account an identity, if it has none yet: the SHA-1 of the time and of the arguments of its first change.
-- The identity tells this account from every other one that a store may hold. It never changes. An account that is made
-- by this has our schema, too; one that was changed before is an older version's.
local function identify()
  if redis.call("HEXISTS", KEYS[1], "identity") == 0 then
    local at = redis.call("TIME")
    redis.call("HSET", KEYS[1], "identity", redis.sha1hex(at[1] .. "." .. at[2] .. " " .. ARGV[1]))
    if redis.call("HEXISTS", KEYS[1], "v") == 0 then
      redis.call("HSET", KEYS[1], "schema", SCHEMA)
    end
  end
end

-- Announce a change of the account. Its version rises by exactly 1 each time, so a hub that finds a gap
-- knows that it missed something. `what` is a map of any of
--   account   the account thing              member  the member thing
--   gone      the id of a member who is no longer there
--   campaign  the id of a new campaign      senders  {campaign, members}: members who may become senders of it
--   ended     {member} or {credential}: the hubs close the sockets of that member or credential
local function tell_account(what)
  identify()
  what.v = redis.call("HINCRBY", KEYS[1], "v", 1)
  redis.call(PUBLISH, under("changes"), cmsgpack.pack(what))
end

-- Set a setting of the account; clear it if `value` is nil. Announce the account if that has changed anything.
-- Return the answer of a verb: the account thing, packed.
local function set_account(name, value)
  local before = redis.call("HGET", KEYS[1], name)
  if value then
    redis.call("HSET", KEYS[1], name, value)
  else
    redis.call("HDEL", KEYS[1], name)
  end
  local account = account_thing()
  if before ~= (value and tostring(value) or false) then
    tell_account({account = account})
  end
  return cmsgpack.pack(account)
end

-- Announce that an API token was made, used or ended. The account's `tokens_changed` rises, so that pages that show the
-- list of tokens list them again.
local function tell_tokens(what)
  redis.call("HINCRBY", KEYS[1], "tokens_changed", 1)
  what.account = account_thing()
  tell_account(what)
end
