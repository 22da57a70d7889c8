--[[
  Hand queued texts to a carrier process. It gets those again that it has taken and not reported: it knows which of them
  it has handed over. Texts that another process has taken stay with that one,
  and those of a campaign with a carrier of its own wait for that carrier. A text whose contact may not be texted now
  waits for their hours; those before it in its conversation go before it.

  args.carrier  name of the carrier process: 'carrier.process'
  args.name?    name of its carrier, as campaigns set it
  args.count    how many at once

  Returns  list of {conversation, id, phone, text, at, automatic, within}; empty while the campaign isn't active.
           `automatic` is confirmation or help, for a text that goes out by itself; `within` is how long a text may
           still be handed over, in ms, left out if there is no limit
  Refuses  unknown_campaign
]]
-- include guards
-- include clock
-- include settings
-- include waiting
-- include outgoing

local TEXTS_LOOKED_AT = 1000 -- at once

local refusal = unknown_campaign()
if refusal then return refusal end

local at, mine = now(), {}
local sending = redis.call("HGETALL", key.sending)
for i = 1, #sending, 2 do
  if sending[i + 1]:match("^(.*):%d+$") == args.carrier then
    mine[#mine + 1] = sending[i]
  end
end

local function take(name)
  redis.call("HSET", key.sending, name, args.carrier .. ":" .. at)
  mine[#mine + 1] = name
end

local own = settings.now().carrier or ""
if status() == "active" and (own == "" or own == args.name) then
  for _ = 1, TEXTS_LOOKED_AT do
    local name = #mine < args.count and redis.call("LPOP", key.outbox)
    if not name then break end
    local conversation, id = name:match("^(%d+):(%d+)$")
    local text = text_called(name)
    if hours.may_text(conversation, text) then
      for _, earlier in ipairs(text.k and {} or waiting.before(conversation, id)) do
        take(earlier)
      end
      take(name)
    else
      waiting.put(name)
    end
  end
end

local texts = {}
for i, name in ipairs(mine) do
  texts[i] = outgoing(name)
end
return cmsgpack.pack(texts)
