-- include identify
-- Announce a change of the account. Its version rises by exactly 1 each time, so a hub that finds a gap
-- knows that it missed something. `what` is a map of any of
--   account   the account thing              member  the member thing
--   campaign  the id of one just listed      senders {campaign, members}: who may have become or ceased to be a sender
--   ended     {member} or {credential}: whose sockets are to be closed
local function tell_account(what)
  identify()
  what.v = redis.call("HINCRBY", KEYS[1], "v", 1)
  redis.call("PUBLISH", under("changes"), cmsgpack.pack(what))
end
