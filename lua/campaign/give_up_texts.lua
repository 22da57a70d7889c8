--[[
  Give up the texts that a carrier process took over a minute ago and never reported: their fate is unknown, and they
  are never sent again. A report that comes later still counts, and the carrier is asked, where it can be.

  Returns  how many were given up
  Refuses  unknown_campaign
  Tells    the conversation of each
]]
-- include guards
-- include announce
-- include clock
-- include texts

local LEASE_MS = 60 * 1000

local refusal = unknown_campaign()
if refusal then return refusal end

local at, given_up = now(), 0
local sending = redis.call("HGETALL", key.sending)
for i = 1, #sending, 2 do
  local name = sending[i]
  local process, since = sending[i + 1]:match("^(.*):(%d+)$")
  if at - since > LEASE_MS then
    local conversation, id = name:match("^(%d+):(%d+)$")
    redis.call("HDEL", key.sending, name)
    given_up = given_up + 1
    if set_status(conversation, id, "unknown", {carrier = process:match("^(.-)%.")}) then
      announce({conversation = conversation})
    end
  end
end
return cmsgpack.pack(given_up)
