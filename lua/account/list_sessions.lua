--[[
  List the sessions of a member, the one that was used last first.

  args.member

  Returns  list of {session, since, used, address, browser}: the session's id (the SHA-1 of its credential), times in ms
           (`used` to five minutes), the network address and browser it began in; of a session that an older version
           began, `since`, address and browser are absent
  Changes  nothing
]]
-- include credentials

local sessions = {}
for _, credential in ipairs(sessions_of(args.member)) do
  local since, used, address, browser =
    unpack(redis.call("HMGET", under(credential), "since", "used", "address", "browser"))
  if used then
    sessions[#sessions + 1] = {
      session = session_id(credential), since = tonumber(since) or nil, used = tonumber(used),
      address = address or nil, browser = browser or nil,
    }
  end
end
table.sort(sessions, function(one, other)
  if one.used ~= other.used then return one.used > other.used end
  return one.session < other.session
end)
return cmsgpack.pack(sessions)
