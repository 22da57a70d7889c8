--[[
  Return the state of a campaign for a hub, all at one version.

  args.texters  members whose consoles the hub shows
  args.rows     whether the hub shows a row per sender: then every member who has ever been a sender is told too

  Returns  {v, campaign, texters}
  Refuses  unknown_campaign
  Changes  nothing
]]
-- include guards
-- include describe

local refusal = unknown_campaign()
if refusal then return refusal end

local campaign = describe.campaign()
local asked = {}
for _, member in ipairs(args.texters) do
  asked[member] = true
end
if args.rows then
  for _, member in ipairs(redis.call("SMEMBERS", key.holders)) do
    asked[tonumber(member)] = true
  end
end
local texters = {}
for member in pairs(asked) do
  texters[#texters + 1] = describe.texter(member)
end
return cmsgpack.pack({v = campaign.v, campaign = campaign, texters = texters})
