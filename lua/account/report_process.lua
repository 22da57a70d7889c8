--[[
  Note what a process of this deployment does now, or that it has ended. Processes that no longer say so are forgotten.

  args.process  the name of the process
  args.report   {kind, …} as server/store/processes.py makes it; nil when the process has ended

  Returns  the schema that a program must understand to run; 1 if every one may
  Changes  nothing that lasts
]]
-- include clock
local BELIEVED_MS = 15000 -- ms: three reports; after that a killed process isn't there any more

local function forget_silent()
  local known = redis.call("HGETALL", key.processes)
  for i = 1, #known, 2 do
    if cmsgpack.unpack(known[i + 1]).believed <= now() then
      redis.call("HDEL", key.processes, known[i])
    end
  end
end

if not args.report then
  redis.call("HDEL", key.processes, args.process)
elseif redis.call("EXISTS", KEYS[1]) == 1 then -- an emptied store must stay empty
  forget_silent()
  local before = redis.call("HGET", key.processes, args.process)
  args.report.since = before and cmsgpack.unpack(before).since or now()
  args.report.believed = now() + BELIEVED_MS
  redis.call("HSET", key.processes, args.process, cmsgpack.pack(args.report))
end
return cmsgpack.pack(tonumber(redis.call("HGET", KEYS[1], "schema_least") or 1))
