--[[
  Note that something was away for people just now: a hub, the store, or the way between them. For some minutes after
  it nothing is taken from anybody for want of doing (is_calm.lua).

  Returns  true
]]
-- include clock

if redis.call("EXISTS", KEYS[1]) == 1 then redis.call("HSET", KEYS[1], "disturbed_at", now()) end
return cmsgpack.pack(true)
