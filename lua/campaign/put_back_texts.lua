--[[
  Put texts that a carrier process has taken back in the queue, in front. The process is certain that it has handed none
  of them over.

  args.carrier  name of the carrier process; texts that another one has taken meanwhile stay with that one
  args.texts    list of 'conversation:text', oldest first

  Returns  how many were put back
  Refuses  unknown_campaign
]]
-- include guards

local refusal = unknown_campaign()
if refusal then return refusal end

local put_back = 0
for i = #args.texts, 1, -1 do
  local name = args.texts[i]
  local taken = redis.call("HGET", key.sending, name)
  if taken and taken:match("^(.*):%d+$") == args.carrier then
    redis.call("HDEL", key.sending, name)
    redis.call("LPUSH", key.outbox, name)
    put_back = put_back + 1
  end
end
return cmsgpack.pack(put_back)
