--[[
  Move chosen conversations, each from whoever holds it, to a sender, or make them unassigned. Each stays in its lane,
  at its place there. Those that are closed or opted out, or where they are to go already, are passed over.

  args.conversations  ids, at most 1,000
  args.to             id of the sender who gets them; 0: they become unassigned
  args.by             {name, move}: the admin, for the old holders to read, and the id of the move

  Returns  {moved, skipped}: how many moved, and how many were passed over
  Refuses  unknown_campaign, archived, not_a_sender
  Tells    the consoles of all concerned, the campaign; nobody when none moved
]]
-- include guards
-- include announce
-- include move

local refusal = unknown_campaign()
if refusal then return refusal end
if status() == "archived" then return refuse("archived") end
if args.to ~= NOBODY and redis.call("SISMEMBER", key.senders, args.to) == 0 then return refuse("not_a_sender") end

local IS_OPEN = {initial = true, reply = true, quiet = true}
local chosen, names, skipped, seen = {}, {}, 0, {} -- 'holder:lane' → a flat list {conversation, place, …}
table.sort(args.conversations) -- the ledger takes a run of ids as such by its ends
for _, conversation in ipairs(args.conversations) do
  local holder, lane = move.where(conversation)
  local place = not seen[conversation] and IS_OPEN[lane] and bucket.place(holder, lane, conversation)
  if place and holder ~= args.to then
    local name = holder .. ":" .. lane
    if not chosen[name] then
      names[#names + 1] = name
      chosen[name] = {holder = holder, lane = lane, taken = {}}
    end
    local taken = chosen[name].taken
    taken[#taken + 1], taken[#taken + 2] = conversation, place
  elseif not seen[conversation] then
    skipped = skipped + 1
  end
  seen[conversation] = true
end

local moved = 0
for _, name in ipairs(names) do
  local these = chosen[name]
  local some = move.these(these.taken, these.lane, these.holder, args.to)
  move.notice(these.holder, args.by, some)
  moved = moved + some
end
if moved > 0 then announce({taken = true}) end
return cmsgpack.pack({moved = moved, skipped = skipped})
