-- The texts that go out by themselves, as the account decides on them: {kind = "confirmation" or "help", text = words}.
-- A campaign queues them (lua/shared/texts.lua).
local automatic = {}

local HELP_EVERY_SECONDS = 60 * 60

-- Return the text that confirms an opt-out, or nil. An opt-out has one, in the place that it came from: the same place
-- may ask again, and queues it only as it opts the conversation out. `words` are a texter's own, else the account's.
function automatic.confirmation(note, place, words)
  words = words or redis.call("HGET", KEYS[1], "confirm_opt_out") or ""
  if place and note.place == place and words ~= "" then
    return {kind = "confirmation", text = words}
  end
end

-- Return the answer to a contact who asks for help, or nil. A phone gets one an hour.
function automatic.help(phone)
  local words = redis.call("HGET", KEYS[1], "help_text") or ""
  if words ~= "" and redis.call("SET", under("helped", phone), 1, "NX", "EX", HELP_EVERY_SECONDS) then
    return {kind = "help", text = words}
  end
end
