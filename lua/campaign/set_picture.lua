--[[
  Set the picture of a campaign in place of the one before, which is forgotten unless a text has carried it.

  args.token    the picture's name, which can't be guessed
  args.picture  a JPEG, in base64

  Returns  the campaign
  Refuses  unknown_campaign, archived
  Tells    the consoles of those who hold open conversations, the campaign
]]
-- include guards
-- include picture
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if status() == "archived" then return refuse("archived") end

local hash = redis.call("HMGET", KEYS[1], "picture", "picture_sent")
if hash[1] == args.token then return cmsgpack.pack(describe.campaign()) end
if hash[1] and hash[1] ~= hash[2] then
  redis.call("DEL", under("picture", hash[1]))
end
redis.call("SET", under("picture", args.token), args.picture)
redis.call("HSET", KEYS[1], "picture", args.token)
move.touch_holders(OPEN_LANES)
return announce_campaign()
