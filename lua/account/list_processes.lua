--[[
  Return the processes of this deployment that have reported within the last 15 seconds.

  Returns  {processes, at}: a list of {kind, …, since} as server/store/processes.py reads it, since = ms of the first
           report; and the time in ms by the store's clock
  Changes  nothing
]]
-- include processes

return cmsgpack.pack({processes = believed_processes(), at = now()})
