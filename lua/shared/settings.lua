-- include draft
-- Campaign settings, as creating and updating take them: each of title, script, self_assign, batch_size, sender_link
-- and bulk_send may be left out. `args.default_batch_size` is the account's, `args.token` a fresh sender link's token.
local function refuse_settings()
  local hash = redis.call("HMGET", KEYS[1], "self_assign", "contacts", "fields", "status")
  local self_assign = args.self_assign
  if self_assign == nil then
    self_assign = hash[1] == "1"
  end
  if args.sender_link and not self_assign then
    return refuse("self_assign_off")
  end
  if args.bulk_send ~= nil and hash[4] and hash[4] ~= "draft" then
    return refuse("not_draft")
  end
  if args.script and tonumber(hash[2] or 0) > 0 then
    local field = draft.unknown_field(args.script, cjson.decode(hash[3]))
    if field then
      return refuse("unknown_field " .. field)
    end
  end
end

local function apply_settings()
  for _, name in ipairs({"title", "script", "batch_size"}) do
    if args[name] then
      redis.call("HSET", KEYS[1], name, args[name])
    end
  end
  for _, name in ipairs({"self_assign", "bulk_send"}) do
    if args[name] ~= nil then
      redis.call("HSET", KEYS[1], name, args[name] and 1 or 0)
    end
  end
  if args.self_assign then
    -- Pre-filled when first switched on; switching off and on again keeps what there is.
    redis.call("HSETNX", KEYS[1], "batch_size", args.default_batch_size)
  end
  if args.sender_link then
    redis.call("HSETNX", KEYS[1], "sender_token", args.token)
  elseif args.sender_link == false then
    redis.call("HDEL", KEYS[1], "sender_token")
  end
end
