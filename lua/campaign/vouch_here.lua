--[[
  Note which texters have a console of this campaign open, as a hub says it for a few seconds.

  args.texters  those who have
  args.gone?    those who have no more

  Returns  whether somebody waits for conversations, or the campaign says another number of those who are here: then
           `serve_room` is to be asked
  Refuses  unknown_campaign
  Changes  nothing that lasts
]]
-- include guards
-- include room

local refusal = unknown_campaign()
if refusal then return refusal end

for _, texter in ipairs(args.texters) do
  room.come(texter)
end
for _, texter in ipairs(args.gone or {}) do
  room.go(texter)
end
local _, others_here = room.here()
return cmsgpack.pack(others_here or redis.call("EXISTS", key.room, key.asking) > 0)
