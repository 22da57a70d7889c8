-- include money
-- include pace
-- The account's settings for its carriers: a row for a carrier, and rows for numbers of it that have limits or a price
-- of their own. A row is called as the carrier, or 'carrier numbers'.
local carriers = {}

function carriers.called(carrier, numbers)
  return numbers and numbers ~= "" and carrier .. " " .. numbers or carrier
end

-- Return the row of this name: {per_second, per_day, price (millionths, nil if it isn't known)}; a limit of 0 is none.
function carriers.row(name)
  local per_second, per_day, price = (redis.call("HGET", key.carriers, name) or ""):match("^(%S+) (%S+) (%S+)$")
  return {per_second = tonumber(per_second or 0), per_day = tonumber(per_day or 0), price = tonumber(price or nil)}
end

-- Return the limits of a carrier, and of these numbers of it, as they stand now: a list of flows (pace.lua), each with
-- `name` and `whose` it is, "carrier" or "numbers".
function carriers.flows(carrier, numbers, midnights)
  local flows, names = {}, {carrier}
  if numbers and numbers ~= "" then names[2] = carriers.called(carrier, numbers) end
  for i, name in ipairs(names) do
    local row = carriers.row(name)
    local flow = pace.at(row.per_second, row.per_day, redis.call("HGET", key.paces, name), midnights)
    if pace.limited(flow) then
      flow.name, flow.whose = name, i == 1 and "carrier" or "numbers"
      flows[#flows + 1] = flow
    end
  end
  return flows
end

-- Keep a row; one that says nothing goes.
function carriers.keep(name, row)
  if row.per_second == 0 and row.per_day == 0 and not row.price then
    redis.call("HDEL", key.carriers, name)
  else
    local price = row.price and ("%d"):format(row.price) or "-"
    redis.call("HSET", key.carriers, name, ("%s %d %s"):format(tostring(row.per_second), row.per_day, price))
  end
end

-- Return every row as admins see it, in order: {carrier, numbers, per_second, per_day, price (as people write it)}.
function carriers.listed()
  local names, rows = redis.call("HKEYS", key.carriers), {}
  table.sort(names)
  for i, name in ipairs(names) do
    local row = carriers.row(name)
    rows[i] = {
      carrier = name:match("^%S+"), numbers = name:match(" (.*)$") or "", per_second = row.per_second,
      per_day = row.per_day, price = row.price and money.written(row.price) or "",
    }
  end
  return rows
end
