-- Amounts of money. They are written as people write them ("50", "0.0079") and counted in millionths, which Lua's
-- numbers hold exactly up to nine billion.
local money = {}

-- Return an amount in millionths; nil if it is empty or none.
function money.millionths(written)
  local whole, part = (written or ""):match("^(%d+)%.?(%d*)$")
  return whole and tonumber(whole) * 1000000 + tonumber((part .. "000000"):sub(1, 6))
end

-- Return an amount as people write it, with two decimals at least.
function money.written(millionths)
  local part = ("%06d"):format(millionths % 1000000):gsub("0?0?0?0$", "", 1)
  return ("%d.%s"):format(math.floor(millionths / 1000000), part)
end
