--[[
  Return every member who has ever been a sender, in order of their ids: only they can hold conversations.

  Returns  {status, holders, senders}: the campaign's status; the members who have ever been a sender; those who
           are one now
  Refuses  unknown_campaign
  Changes  nothing
]]
-- include guards

local refusal = unknown_campaign()
if refusal then return refusal end

local function members(name)
  local ids = {}
  for i, id in ipairs(redis.call("SMEMBERS", name)) do
    ids[i] = tonumber(id)
  end
  table.sort(ids)
  return ids
end
return cmsgpack.pack({status = status(), holders = members(key.holders), senders = members(key.senders)})
