--[[
  Let no program run from now on that doesn't understand a schema, unless one is running now.

  args.least  the number of the schema

  Returns  the processes that run and don't understand it, as list_processes gives them; with any, nothing has changed
  Tells    nobody
]]
-- include processes

local older = {}
for _, process in ipairs(believed_processes()) do
  if (process.schema or 1) < args.least then -- a version before schemas had numbers tells none
    older[#older + 1] = process
  end
end
local there, least = unpack(redis.call("HMGET", KEYS[1], "v", "schema_least")) -- an emptied store must stay empty
if #older == 0 and there and tonumber(least or 1) < args.least then
  redis.call("HSET", KEYS[1], "schema_least", args.least)
end
return cmsgpack.pack(older)
