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

-- Return what something else than a segment costs by a carrier: "picture" (a text with one) or "lookup" (of a number),
-- as people write it; nil if it isn't known.
function carriers.price_of(carrier, what)
  local price = redis.call("HGET", key.prices, carrier .. " " .. what)
  return price and money.written(tonumber(price)) or nil
end

-- Keep such a price; an empty one goes.
function carriers.keep_price(carrier, what, written)
  local price = money.millionths(written)
  if price then
    redis.call("HSET", key.prices, carrier .. " " .. what, ("%d"):format(price))
  else
    redis.call("HDEL", key.prices, carrier .. " " .. what)
  end
end

-- Return the names of all rows, in order, with those of carriers of which only other prices are known.
local function names_of_rows()
  local names, known = redis.call("HKEYS", key.carriers), {}
  for _, name in ipairs(names) do
    known[name] = true
  end
  for _, priced in ipairs(redis.call("HKEYS", key.prices)) do
    local carrier = priced:match("^%S+")
    if not known[carrier] then
      known[carrier], names[#names + 1] = true, carrier
    end
  end
  table.sort(names)
  return names
end

-- Return every row as admins see it, in order: {carrier, numbers, per_second, per_day, and, as people write them,
-- price, picture_price, lookup_price}.
function carriers.listed()
  local names, rows = names_of_rows(), {}
  for i, name in ipairs(names) do
    local row = carriers.row(name)
    rows[i] = {
      carrier = name:match("^%S+"), numbers = name:match(" (.*)$") or "", per_second = row.per_second,
      per_day = row.per_day, price = row.price and money.written(row.price) or "",
    }
    if rows[i].numbers == "" then
      rows[i].picture_price = carriers.price_of(name, "picture")
      rows[i].lookup_price = carriers.price_of(name, "lookup")
    end
  end
  return rows
end
