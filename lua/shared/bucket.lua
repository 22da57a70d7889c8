-- A bucket holds the conversations of one holder in one lane; the unassigned pools are the buckets of NOBODY. It is a
-- sorted set, so that conversations can be taken and listed in order, and one can leave without a search.
-- The order: initials by time zone and then as imported (zoned.lua), replies by when the wait began, the others by when
-- they came into the lane.
local NOBODY = 0
local LANES = {"initial", "reply", "quiet", "closed", "opted_out"}
local OPEN_LANES = {"initial", "reply", "quiet"}

-- unpack() fails somewhere between 7,000 and 8,000 values, after earlier writes have happened, and Amazon's serverless
-- store takes no command with more than 3,999.
local CHUNK = 3000

local bucket = {}

function bucket.name(holder, lane)
  return under("bucket", holder, lane)
end

function bucket.size(holder, lane)
  return redis.call("ZCARD", bucket.name(holder, lane))
end

-- Return a conversation's place in the order of a bucket, false if it isn't in there.
function bucket.place(holder, lane, conversation)
  return redis.call("ZSCORE", bucket.name(holder, lane), conversation)
end

-- Take out the first `count` conversations. Return a flat list {conversation, place, conversation, place, …}.
function bucket.take(holder, lane, count)
  return redis.call("ZPOPMIN", bucket.name(holder, lane), count)
end

-- Take out one conversation.
function bucket.remove(holder, lane, conversation)
  redis.call("ZREM", bucket.name(holder, lane), conversation)
end

-- Put in conversations: `taken` is a flat list as `take` returns it.
function bucket.put(holder, lane, taken)
  for first = 1, #taken, CHUNK do
    local pairs_of = {}
    for i = first, math.min(first + CHUNK - 1, #taken), 2 do
      pairs_of[i - first + 1], pairs_of[i - first + 2] = taken[i + 1], taken[i]
    end
    redis.call("ZADD", bucket.name(holder, lane), unpack(pairs_of))
  end
end
