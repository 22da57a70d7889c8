--[[
  Elect the process that does a chore in this period: the first one that asks. If that process is killed, the next one
  that asks after the period does the chore.

  args.chore    the name of the chore
  args.period   ms from one beginning of the chore to the next
  args.process  the name of the process that asks, for people

  Returns  0 if this process is to do the chore now; else the ms until the chore may begin again
  Changes  nothing that lasts
]]
local chore = under("chore", args.chore)
if redis.call("SET", chore, args.process, "NX", "PX", args.period) then return cmsgpack.pack(0) end
return cmsgpack.pack(math.max(redis.call("PTTL", chore), 1))
