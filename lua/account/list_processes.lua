--[[
  Return the processes of this deployment that have reported within the last 15 seconds.

  Returns  {processes, at}: a list of {kind, …, since} as server/store/processes.py reads it, since = ms of the first
           report; and the time in ms by the store's clock
  Changes  nothing
]]
-- include clock

local processes = {}
for _, packed in ipairs(redis.call("HVALS", key.processes)) do
  local report = cmsgpack.unpack(packed)
  if report.believed > now() then
    report.believed = nil
    processes[#processes + 1] = report
  end
end
return cmsgpack.pack({processes = processes, at = now()})
