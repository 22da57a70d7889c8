--[[
  Put texts that a carrier process has taken back in the queue, in front. The process is certain that it has handed none
  of them over, so they aren't counted any more.

  args.carrier  name of the carrier process; texts that another one has taken meanwhile stay with that one
  args.texts    list of 'conversation:text', oldest first

  Returns  how many were put back
  Refuses  unknown_campaign
  Tells    the campaign, if any were
]]
-- include guards
-- include next_texts
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end

local put_back = 0
for i = #args.texts, 1, -1 do
  local name = args.texts[i]
  local process, taken = (redis.call("HGET", key.sending, name) or ""):match("^(.*):(%d+)$")
  if process == args.carrier then
    redis.call("HDEL", key.sending, name)
    local _, _, text = queue.text(name)
    queue.put_back(name, text)
    uncount(text, tonumber(taken))
    put_back = put_back + 1
  end
end
if put_back > 0 then
  announce()
end
return cmsgpack.pack(put_back)
