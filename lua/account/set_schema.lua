--[[
  Note that the step of an upgrade is done: what is stored has this schema now. A store that has another schema than the
  one before it stays as it is: another process has noted it, or the store was emptied meanwhile.

  args.to  the number of the schema

  Returns  nil
  Tells    nobody
]]
local before = tonumber(redis.call("HGET", KEYS[1], "schema") or 1)
if redis.call("HEXISTS", KEYS[1], "v") == 1 and before == args.to - 1 then
  redis.call("HSET", KEYS[1], "schema", args.to)
end
return cmsgpack.pack(nil)
