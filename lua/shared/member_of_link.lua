-- include enabled_member
-- A sign-in link's member, or nil and why it can't be used. Who pressed it is known by a word that their page was
-- given: the same page may press again for a minute, since a double click shows only the second answer.
local PRESS_AGAIN = 60 * 1000

local function member_of_link(link, press, at)
  local id, again, pressed, used = unpack(redis.call("HMGET", under("link", link), "member", "again", "press", "used"))
  if not id then return nil, "unknown_link" end
  local member = enabled_member(id)
  if not member then return nil, "unknown_member" end
  if used and again ~= "1" and not (press == pressed and at - used < PRESS_AGAIN) then return nil, "link_used" end
  return member
end
