--[[
  List the next campaign under a new id. create_campaign makes the campaign afterwards; readers skip an id that has no
  campaign yet.

  Returns  the campaign's id
  Tells    that the campaign is listed
]]
-- include account

local id = redis.call("HINCRBY", KEYS[1], "last_campaign", 1)
redis.call("SADD", key.campaigns, id)
tell_account({campaign = id})
return cmsgpack.pack(id)
