--[[
  Say from when on a carrier is to be asked for texts that came in, and note that it was asked for all until some time.
  At first that is now: what people wrote before this deployment was there isn't taken in.

  args.carrier  name of the carrier
  args.through? ms; all that came in until then is taken in

  Returns  {since, now} in ms
]]
-- include clock

if args.through then
  redis.call("HSET", key.caught_up, args.carrier, args.through)
elseif redis.call("EXISTS", KEYS[1]) == 1 then -- an emptied store must stay empty
  redis.call("HSETNX", key.caught_up, args.carrier, now())
end
return cmsgpack.pack({since = tonumber(redis.call("HGET", key.caught_up, args.carrier) or now()), now = now()})
