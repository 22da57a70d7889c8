-- include clock
-- Return the processes that have reported within the last 15 seconds: a list of {kind, …, since} as
-- server/store/processes.py reads it.
local function believed_processes()
  local found = {}
  for _, packed in ipairs(redis.call("HVALS", key.processes)) do
    local report = cmsgpack.unpack(packed)
    if report.believed > now() then
      report.believed = nil
      found[#found + 1] = report
    end
  end
  return found
end
