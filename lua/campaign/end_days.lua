--[[
  End the day of texters who have taken nothing and done nothing for six hours: what they have taken counts no more.

  Returns  how many days have ended
  Refuses  unknown_campaign
  Tells    the consoles of those texters, the campaign; nobody when no day has ended
]]
-- include guards
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end

local rested = day.end_takes()
for _, texter in ipairs(rested) do
  touch(texter)
end
if #rested > 0 then announce() end
return cmsgpack.pack(#rested)
