-- include move
-- Up to `most` conversations of a holder become unassigned, each in its lane; tells how many.
local function give_back(holder, lanes, most)
  local moved = 0
  for _, lane in ipairs(lanes) do
    moved = moved + move.hand_over(most - moved, lane, holder, NOBODY)
  end
  return moved
end
