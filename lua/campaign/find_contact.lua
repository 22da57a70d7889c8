--[[
  Find the conversation with a phone in this campaign, and what decides whether an answer goes there (places.py).

  args.phone  in E.164

  Returns  {conversation, title, status, texted}: `texted` is when we last texted there, in ms, left out if never; nil
           if the campaign doesn't have the phone
  Changes  nothing
]]
local conversation = redis.call("HGET", key.phones, args.phone)
if not conversation then return cmsgpack.pack(nil) end

local found = {conversation = tonumber(conversation)}
found.title, found.status = unpack(redis.call("HMGET", KEYS[1], "title", "status"))
local texts = under("texts", conversation)
for place = redis.call("LLEN", texts) - 1, 0, -1 do
  local text = cmsgpack.unpack(redis.call("LINDEX", texts, place))
  if text.d == "out" then
    found.texted = text.at
    break
  end
end
return cmsgpack.pack(found)
