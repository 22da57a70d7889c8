--[[
  List the next campaign. It is made afterwards, under the id that this gives, by create_campaign; readers skip an id
  that has no campaign.

  Returns  the campaign's id
  Tells    that the campaign is listed
]]
-- include account

local id = redis.call("HINCRBY", KEYS[1], "last_campaign", 1)
redis.call("SADD", key.campaigns, id)
tell_account({campaign = id})
return cmsgpack.pack(id)
