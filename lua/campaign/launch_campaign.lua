--[[
  Launch a draft. The senders chosen by now first get the unassigned initials, evenly, the remainder to the first;
  `most` at a time, while it is still a draft: asked again it goes on, until it is active.

  args.most      how many conversations at once
  args.message?  what merge.py makes of the script; of another one than the campaign's, it isn't used

  Returns  the campaign; still a draft: ask again
  Refuses  unknown_campaign, archived, not_draft, no_contacts, no_script, unknown_field (with its name)
  Tells    the senders' consoles, the campaign
]]
-- include guards
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
local hash = redis.call("HMGET", KEYS[1], "status", "contacts", "script")
if hash[1] == "archived" then return refuse("archived") end
if hash[1] ~= "draft" then return refuse("not_draft") end
if hash[2] == "0" then return refuse("no_contacts") end
if not hash[3]:find("%S") then return refuse("no_script") end
local message = args.message and cjson.decode(args.message)
local taken_apart = message and message.script == hash[3]
local unknown = draft.fit(taken_apart and message.parts or draft.parts())
if unknown then return refuse("unknown_field " .. unknown) end

if taken_apart then -- an older version hasn't
  redis.call("HSET", KEYS[1], "message", args.message)
  draft.note()
end

local senders = redis.call("SMEMBERS", key.senders)
table.sort(senders, function(a, b) return tonumber(a) < tonumber(b) end)

-- A draft sends nothing, so what all hold and what is left are always the same in sum, and so is each one's share.
local left = #senders > 0 and bucket.size(NOBODY, "initial") or 0
if left > 0 then
  local total, held = left, {}
  for i, sender in ipairs(senders) do
    held[i] = bucket.size(sender, "initial")
    total = total + held[i]
  end
  local room = args.most
  for i, sender in ipairs(senders) do
    local share = math.floor(total / #senders) + (i <= total % #senders and 1 or 0)
    local missing = math.min(room, share - held[i])
    if missing > 0 then
      room = room - move.hand_over(missing, "initial", NOBODY, tonumber(sender))
    end
  end
  left = bucket.size(NOBODY, "initial")
end
if left == 0 then
  redis.call("HSET", KEYS[1], "status", "active")
end
return announce_campaign()
