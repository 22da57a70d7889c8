--[[
  Launch a draft. Its senders first get the unassigned initials, in equal shares; of a remainder, the first senders get
  one more each. Senders who are for replies alone get none, unless bulk send sends the first messages. `most`
  conversations move at a time, and the campaign stays a draft meanwhile: asked again it goes on, until the campaign is
  active.

  args.most      how many conversations at once
  args.message?  what merge.py makes of the script; used only if the campaign still has that script
  args.scheduled?  true when nobody asks, because it is time: only if that is still so

  Returns  the campaign; if it is still a draft, ask again
  Refuses  unknown_campaign, archived, not_draft, no_contacts, no_script, unknown_field (with its name),
           not_scheduled (scheduled, and it isn't time)
  Tells    the senders' consoles, the campaign
]]
-- include launchable
-- include clock
-- include announce
-- include marks

local refusal, taken_apart = unlaunchable(args.message)
if refusal then return refusal end
local due = tonumber(redis.call("HGET", KEYS[1], "launches_at") or nil)
if args.scheduled and not (due and due <= now()) then return refuse("not_scheduled") end

if taken_apart then -- a server of an older version sends no `message`
  redis.call("HSET", KEYS[1], "message", args.message)
  draft.note()
end

local bulk_send = redis.call("HGET", KEYS[1], "bulk_send") == "1"
local senders = {}
for _, sender in ipairs(redis.call("SMEMBERS", key.senders)) do
  if bulk_send or taking.only(sender) ~= "reply" then senders[#senders + 1] = sender end
end
table.sort(senders, function(a, b) return tonumber(a) < tonumber(b) end)

-- A draft sends nothing. So the initials that senders hold and those that are left always have the same sum, and each
-- sender's share stays the same from one call to the next.
local left = #senders > 0 and bucket.size(NOBODY, "initial") or 0
if left > 0 then
  local total, held = left, {}
  for i, sender in ipairs(senders) do
    held[i] = bucket.size(sender, "initial")
    total = total + held[i]
  end
  local left_to_move = args.most
  for i, sender in ipairs(senders) do
    local share = math.floor(total / #senders) + (i <= total % #senders and 1 or 0)
    local missing = math.min(left_to_move, share - held[i])
    if missing > 0 then
      left_to_move = left_to_move - move.hand_over(missing, "initial", NOBODY, tonumber(sender))
    end
  end
  left = bucket.size(NOBODY, "initial")
end
if left == 0 then
  redis.call("HSET", KEYS[1], "status", "active", "active_since", now())
  redis.call("HDEL", KEYS[1], "launches_at", "launch_trouble")
  marks.note("launched")
end
return announce_campaign()
