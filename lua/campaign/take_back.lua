--[[
  Take back conversations from texters who do nothing (lua/shared/doing.lua), in two steps: first they are warned, and
  two minutes later that goes back which is still as it was. At most `most` conversations go at a time, and some senders
  are looked at: asked again with the cursor that it returns it goes on, until that is "0" and fewer than `most` moved.

  args.cursor  "0" to begin with
  args.most    how many conversations at once
  args.calm    false: something was away lately, so texters may have been unable to do anything. Nothing goes back, and
               warnings are lifted

  Returns  {moved, cursor}
  Refuses  unknown_campaign
  Tells    the consoles of those who are warned, or whose conversations went back; the campaign; nobody when there are
           none
]]
-- include guards
-- include announce
-- include marks
-- include move

local SENDERS_AT_ONCE = 100
local FIRST = {"reply", "initial"}

local refusal = unknown_campaign()
if refusal then return refusal end
if not args.calm then
  if move.lift_warnings() then announce() end
  return cmsgpack.pack({moved = 0, cursor = "0"})
end

-- Take back what is due of what a texter was warned of. Return how many conversations that were.
local function take_from(member, at, most)
  local moved = 0
  for _, lane in ipairs(FIRST) do
    local due = doing.first(member, lane, at, most - moved)
    local some = move.these(due, lane, member, NOBODY)
    if some > 0 then
      local by = {name = "", move = ("idle %.0f"):format(at), idle = doing.minutes(lane)}
      move.notice(member, by, some)
    end
    moved = moved + some
  end
  return moved
end

local scan = redis.call("SSCAN", key.senders, args.cursor, "COUNT", SENDERS_AT_ONCE)
local moved, news = 0, false
for _, id in ipairs(scan[2]) do
  local member = tonumber(id)
  local at, soon = doing.warned(member), doing.in_two_minutes()
  if at and at <= now() and moved < args.most then
    moved = moved + take_from(member, at, args.most - moved)
    if not doing.warning(member) then doing.lift(member) end
    touch(member)
    news = true
  elseif not at and doing.due(member, "initial", soon) + doing.due(member, "reply", soon) > 0 then
    doing.warn(member)
    touch(member)
    news = true
  end
end
if moved > 0 then marks.note("taken_back", moved) end
if news then announce({taken = moved > 0 or nil}) end
return cmsgpack.pack({moved = moved, cursor = moved < args.most and scan[1] or args.cursor})
