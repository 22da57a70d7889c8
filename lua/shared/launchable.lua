-- include guards
-- include draft
-- Return the refusal of a campaign that can't be launched; nil if it can. `message` is what merge.py makes of the
-- script, JSON, or nil; the second value says whether the campaign still has that script.
local function unlaunchable(message)
  local refusal = unknown_campaign()
  if refusal then return refusal end
  local hash = redis.call("HMGET", KEYS[1], "status", "script")
  if hash[1] == "archived" then return refuse("archived") end
  if hash[1] ~= "draft" then return refuse("not_draft") end
  if contacts.now() == 0 then return refuse("no_contacts") end
  if not hash[2]:find("%S") then return refuse("no_script") end
  local sent = message and cjson.decode(message)
  local taken_apart = sent and sent.script == hash[2]
  local unknown = draft.fit(taken_apart and sent.parts or draft.parts())
  if unknown then return refuse("unknown_field " .. unknown) end
  return nil, taken_apart
end
