-- include draft
-- include hours
-- The settings of a campaign, and the type in which each is kept. server/campaigns/settings.py declares the same; a
-- test holds the two together. The sender link isn't among them: its token is kept, and describe.lua makes the link.
local SETTINGS = {
  title = "text", script = "text", self_assign = "flag", batch_size = "number", bulk_send = "flag", carrier = "text",
  numbers = "text", per_second = "number", per_day = "number", budget = "text",
  fair_tail = "flag", most_held = "number", most_a_day = "number", first_needs_yes = "flag", link_lane = "text",
  hours = "json", answer_hours = "number", picture_first = "flag", picture_replies = "flag",
  undo_initials = "number", undo_replies = "number",
  take_back_initials = "number", take_back_replies = "number", ledger_entries = "number",
}

local settings = {}

local as_set = {
  text = function(kept) return kept or nil end,
  flag = function(kept) return kept == "1" end,
  number = function(kept) return tonumber(kept or nil) end,
  json = function(kept) return kept and kept ~= "" and cjson.decode(kept) or nil end, -- an empty text stands for null
}

-- Return these fields of the campaign's hash, by name.
local function fields_of(names)
  local found = {}
  for i, kept in ipairs(redis.call("HMGET", KEYS[1], unpack(names))) do
    found[names[i]] = kept
  end
  return found
end

-- Return the settings by name, as they are now.
function settings.now()
  local names = {}
  for name in pairs(SETTINGS) do
    names[#names + 1] = name
  end
  local set = {}
  for name, kept in pairs(fields_of(names)) do
    set[name] = as_set[SETTINGS[name]](kept)
  end
  return set
end

-- The values that say the same as a setting that isn't kept, by the name of the setting, else by its type.
local UNSET = {text = "", flag = "0", number = "0", json = "", answer_hours = tostring(ANSWER_HOURS)}

local function keep(name, value)
  local differs = (redis.call("HGET", KEYS[1], name) or UNSET[name] or UNSET[SETTINGS[name]]) ~= tostring(value)
  if differs then
    redis.call("HSET", KEYS[1], name, tostring(value)) -- the store would write 0.1 with seventeen digits
  end
  return differs
end

-- Set the settings in `given`. Return whether anything has changed. With a script comes `message`, which merge.py makes
-- of the script, with hours their `windows`, {windows, till} as `hours.keep` takes them. `default_batch_size` is the
-- account's. `token` is for a sender link that is made now.
function settings.apply(given, message, windows, default_batch_size, token)
  local changed = false
  for name, kind in pairs(SETTINGS) do
    local value = given[name]
    if value ~= nil then
      if kind == "flag" then
        value = value and 1 or 0
      end
      local differs = keep(name, value)
      changed = differs or changed
      if name == "hours" and differs then
        hours.keep(windows[1] or "[]", windows[2] or 0)
      end
    end
  end
  if given.script and (keep("message", message) or changed) then
    draft.note()
    changed = true
  end
  if given.self_assign then
    -- The batch size is set when self assignment is first switched on; switching off and on again keeps it.
    changed = redis.call("HSETNX", KEYS[1], "batch_size", default_batch_size) == 1 or changed
  end
  if given.sender_link then
    changed = redis.call("HSETNX", KEYS[1], "sender_token", token) == 1 or changed
  elseif given.sender_link == false then
    changed = redis.call("HDEL", KEYS[1], "sender_token") == 1 or changed
  end
  return changed
end
