--[[
  Hand queued texts to a carrier process. It gets those again that it has taken and not reported: it knows which of them
  it has handed over. Texts that another process has taken stay with that one,
  and those of a campaign with a carrier of its own wait for that carrier.

  args.carrier  name of the carrier process: 'carrier.process'
  args.name?    name of its carrier, as campaigns set it
  args.count    how many at once

  Returns  list of {conversation, id, phone, text, at, automatic, picture}; `automatic` is confirmation or help, for a
           text that goes out by itself; `picture` is the path of the picture that goes with it; empty while the
           campaign isn't active
  Refuses  unknown_campaign
]]
-- include guards
-- include clock
-- include settings
-- include outgoing

local refusal = unknown_campaign()
if refusal then return refusal end

local at, mine = now(), {}
local sending = redis.call("HGETALL", key.sending)
for i = 1, #sending, 2 do
  if sending[i + 1]:match("^(.*):%d+$") == args.carrier then
    mine[#mine + 1] = sending[i]
  end
end

local own = settings.now().carrier or ""
while status() == "active" and (own == "" or own == args.name) and #mine < args.count do
  local name = redis.call("LPOP", key.outbox)
  if not name then break end
  redis.call("HSET", key.sending, name, args.carrier .. ":" .. at)
  mine[#mine + 1] = name
end

local texts = {}
for i, name in ipairs(mine) do
  texts[i] = outgoing(name)
end
return cmsgpack.pack(texts)
