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

local SPAN_MS = {hour = 60 * 60 * 1000, day = 24 * 60 * 60 * 1000, whole = math.huge}

local refusal = unknown_campaign()
if refusal then return refusal end

local since = now() - SPAN_MS[args.span or "hour"]
return cmsgpack.pack({points = history.points(since), marks = marks.since(since)})
