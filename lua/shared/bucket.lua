-- How a bucket (holder, lane) is kept: a sorted set, so that it can be taken from and listed in order, and one
-- conversation leaves it without a search. The unassigned pools are the buckets of nobody.
-- The order: initials as imported, replies by how long they wait, the others by when they came there.
local NOBODY = 0
local LANES = {"initial", "reply", "quiet", "closed", "opted_out"}
local OPEN_LANES = {"initial", "reply", "quiet"}

-- unpack() fails somewhere between 7,000 and 8,000 values, after earlier writes have happened.
local CHUNK = 5000

local bucket = {}

function bucket.name(holder, lane)
  return under("bucket", holder, lane)
end

function bucket.size(holder, lane)
  return redis.call("ZCARD", bucket.name(holder, lane))
end

-- Where this one stands in the order.
function bucket.place(holder, lane, conversation)
  return redis.call("ZSCORE", bucket.name(holder, lane), conversation)
end

-- Take out the first `count`: a flat list {conversation, place, conversation, place, …}.
function bucket.take(holder, lane, count)
  return redis.call("ZPOPMIN", bucket.name(holder, lane), count)
end

-- Take out this one.
function bucket.remove(holder, lane, conversation)
  redis.call("ZREM", bucket.name(holder, lane), conversation)
end

-- Put in what `take` gave.
function bucket.put(holder, lane, taken)
  for first = 1, #taken, CHUNK do
    local pairs_of = {}
    for i = first, math.min(first + CHUNK - 1, #taken), 2 do
      pairs_of[#pairs_of + 1] = taken[i + 1]
      pairs_of[#pairs_of + 1] = taken[i]
    end
    redis.call("ZADD", bucket.name(holder, lane), unpack(pairs_of))
  end
end
