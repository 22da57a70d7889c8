--[[
  Return how many conversations were unassigned, sent and answered over a while, and what happened meanwhile.

  args.span?  hour, day or whole: everything that is kept; left out: hour

  Returns  {points, marks}: lists of {at, unassigned, sent?, answered?} and {at, mark, count?, by?}, oldest first. `at`
           of a point is the beginning of a minute in ms, its numbers are those at the end. A minute in which nothing
           happened is left out. The first point may be from before the span: with its numbers it began
  Refuses  unknown_campaign
  Changes  nothing
]]
-- include guards
-- include clock
-- include history
-- include marks

local MINUTES = {hour = 60, day = 24 * 60, whole = math.huge}

local refusal = unknown_campaign()
if refusal then return refusal end

local minutes = MINUTES[args.span or "hour"]
return cmsgpack.pack({points = history.points(minutes), marks = marks.since(now() - minutes * MINUTE_MS)})
