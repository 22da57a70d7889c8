-- include draft
-- Campaign settings, as creating and updating take them: each of title, script, self_assign, batch_size, sender_link
-- and bulk_send may be left out. `args.message` is what merge.py makes of the script. `args.default_batch_size`
-- is the account's, `args.token` a fresh sender link's token.
local function apply_settings()
  for _, name in ipairs({"title", "script", "message", "batch_size"}) do
    if args[name] then
      redis.call("HSET", KEYS[1], name, args[name])
    end
  end
  if args.script then
    draft.note()
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
