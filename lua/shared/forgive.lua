-- Forget a member's wrong passwords, now that they have shown who they are: those that strangers tried, and those tried
-- in these places, the browser and the address that they come from. Other places keep their counts.
local function forgive(member, places)
  redis.call("DEL", under("attempts", "of", member))
  for _, place in pairs(places) do
    redis.call("DEL", under("attempts", "of", member, place))
  end
end
