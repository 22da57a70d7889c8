-- include bucket
-- Sorted sets whose members have a time zone (a number, see hours.lua): initials in their buckets, and what waits for
-- the hours of its contact. A place is a zone, and in it a number that orders its members. So those of one zone stand
-- together. But members that come last stand behind those of all zones, where each zone has other places.
local PLACES_OF_A_ZONE = 2 ^ 40
local LAST = 2 ^ 39 -- the numbers of members that come last begin here: no conversation has such an id
local LAST_ZONES = 2 ^ 11 -- the places of members that come last are those of the zone with so many added

local zoned = {}

function zoned.place(zone, number)
  return (number < LAST and zone or zone + LAST_ZONES) * PLACES_OF_A_ZONE + number
end

-- Return the number of a member that comes last: the higher `nth`, the later.
function zoned.last(nth)
  return LAST + nth
end

-- Return zones for `after` and `take` that are all members of these zones: of each, then those that come last of each.
function zoned.whole(zones)
  local whole = {unpack(zones)}
  for _, zone in ipairs(zones) do
    whole[#whole + 1] = zone + LAST_ZONES
  end
  return whole
end

-- Return the number of a place in its zone.
function zoned.number(place)
  return place % PLACES_OF_A_ZONE
end

-- Return the least place of a zone, and as the end that isn't reached the least one of the next.
local function places_of(zone)
  return string.format("%.0f", zone * PLACES_OF_A_ZONE), string.format("(%.0f", (zone + 1) * PLACES_OF_A_ZONE)
end

-- Return how many members of a zone there are.
function zoned.size(name, zone)
  local size = 0
  for _, each in ipairs(zoned.whole({zone})) do
    size = size + redis.call("ZCOUNT", name, places_of(each))
  end
  return size
end

-- Return the first `count` members of a zone whose place is beyond this one, as a flat list {member, place, …}.
function zoned.after(name, zone, place, count)
  local least, last = places_of(zone)
  if place >= tonumber(least) then least = string.format("(%.0f", place) end
  return count > 0 and redis.call("ZRANGE", name, least, last, "BYSCORE", "LIMIT", 0, count, "WITHSCORES") or {}
end

-- Take out the first `count` members of a zone, and append them to a flat list {member, place, member, place, …}.
function zoned.take(name, zone, count, taken)
  local least, last = places_of(zone)
  while count > 0 do
    local most = math.min(count, CHUNK / 2)
    local some = redis.call("ZRANGE", name, least, last, "BYSCORE", "LIMIT", 0, most, "WITHSCORES")
    local members = {}
    for i = 1, #some, 2 do
      members[#members + 1] = some[i]
      taken[#taken + 1], taken[#taken + 2] = some[i], some[i + 1]
    end
    if #members == 0 then return end
    redis.call("ZREM", name, unpack(members))
    count = count - #members
  end
end
