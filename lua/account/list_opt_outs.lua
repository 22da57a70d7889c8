--[[
  List phones that have opted out, those of late first, as far as one step of a search goes.

  args.after?   the `next` of the step before
  args.digits?  list only phones that have these digits in a row
  args.phone?   a whole number: list only that one, if it has opted out
  args.limit    how many, at most

  Returns  {opt_outs, next, total, ordered}: list of {phone, by, at, how, since, place}, each but the phone and its
           place left out if it isn't known; the place from which the next step goes on, left out at the end; how many
           phones have opted out; and how many of them are in the order of time, as far as this step can tell
  Changes  nothing
]]
-- include out_since

local ENTRIES_PER_STEP = 5000 -- 3 ms of the store

local function described(phone)
  local packed = redis.call("HGET", key.opt_outs, phone)
  local note = packed and cmsgpack.unpack(packed) or {}
  local place = out_since.entry(phone, note)
  return {phone = phone, by = note.by, at = note.at, how = note.how, since = note.since or note.at, place = place}
end

local function is_out(phone) return redis.call("SISMEMBER", key.opted_out, phone) == 1 end

local total, ordered = redis.call("SCARD", key.opted_out), redis.call("ZCARD", key.out_since)
if args.phone then
  local one = is_out(args.phone) and {described(args.phone)} or {}
  return cmsgpack.pack({opt_outs = one, total = total, ordered = ordered})
end

local look = args.digits and ENTRIES_PER_STEP or args.limit
local entries =
  redis.call("ZRANGE", key.out_since, args.after and "(" .. args.after or "+", "-", "BYLEX", "REV", "LIMIT", 0, look)
local listed, looked = {}, 0
for _, entry in ipairs(entries) do
  local phone = out_since.phone(entry)
  looked = looked + 1
  if not args.digits or phone:find(args.digits, 1, true) then
    if is_out(phone) then
      listed[#listed + 1] = described(phone)
    else
      ordered = ordered - 1 -- an older version has let it be texted again
    end
  end
  if #listed == args.limit then break end
end
local more = looked < #entries or #entries == look
return cmsgpack.pack({opt_outs = listed, next = more and entries[looked] or nil, total = total, ordered = ordered})
