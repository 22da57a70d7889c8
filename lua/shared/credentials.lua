-- include clock
-- include account
-- include members
-- Return the token thing of an API token, nil if there is none. The token itself isn't in it: the store has its sha256.
local function token_thing(id)
  local member, name, created, used =
    unpack(redis.call("HMGET", under("token", id), "member", "name", "created", "used"))
  if not member then return nil end
  return {
    token = id, member = tonumber(member), name = name,
    created = tonumber(created), used = tonumber(used) or cjson.null,
  }
end

-- End a session or token, and have the hubs close its sockets.
local function end_credential(credential, member)
  redis.call("DEL", under(credential))
  redis.call("ZREM", under("credentials_of", member), credential)
  local tell = string.find(credential, "^token:") and tell_tokens or tell_account
  tell({ended = {credential = credential}})
end

-- Return the credentials of a member's sessions, "session:NAME"; some may have run out.
local function sessions_of(member)
  local sessions = {}
  for _, credential in ipairs(redis.call("ZRANGE", under("credentials_of", member), 0, -1)) do
    if string.find(credential, "^session:") then sessions[#sessions + 1] = credential end
  end
  return sessions
end

-- Return the id by which a session is named to its owner: from its credential somebody else could make a cookie.
local function session_id(credential)
  return redis.sha1hex(credential)
end

-- A session lasts 30 days from when it was last used.
local SESSION_MS = 30 * 24 * 3600 * 1000

local function keep_session(credential, member)
  redis.call("HSET", under(credential), "member", member, "used", now())
  redis.call("PEXPIRE", under(credential), SESSION_MS)
  redis.call("ZADD", under("credentials_of", member), now() + SESSION_MS, credential)
end

-- Forget a member's wrong passwords after they have given the right one: those that strangers tried, and those tried in
-- `places`, the browser and the network address that the member comes from. Other places keep their counts.
local function forgive(member, places)
  redis.call("DEL", under("attempts", "of", member))
  for _, place in pairs(places) do
    redis.call("DEL", under("attempts", "of", member, place))
  end
end

-- Sign a member in, and forgive their wrong passwords. `from` is {address, device, browser}, as far as known. Remember
-- the network address: strangers who try passwords elsewhere can't lock the member out there. Forget the member's
-- sessions that have run out, so that their list doesn't grow without end.
local ADDRESSES_REMEMBERED, REMEMBER_MS = 20, 90 * 24 * 3600 * 1000

local function start_session(credential, member, from)
  local address = from.address
  redis.call("ZREMRANGEBYSCORE", under("credentials_of", member.id), "-inf", now())
  forgive(member.id, {address = address, device = from.device})
  if address then
    local addresses = under("addresses_of", member.id)
    redis.call("ZADD", addresses, now(), address)
    redis.call("ZREMRANGEBYRANK", addresses, 0, -ADDRESSES_REMEMBERED - 1)
    redis.call("PEXPIRE", addresses, REMEMBER_MS)
  end
  redis.call("HSET", under(credential), "since", now(), "address", address or "", "browser", from.browser or "")
  redis.call("HSET", under("member", member.id), "signed_in", now())
  keep_session(credential, member.id)
end

-- Announce that a token was used, at most once a second: thousands of consoles may come at once. A use that isn't
-- announced now is announced with a later one, or else by `still_valid`, which each hub asks every five seconds.
local TELL_USE_EVERY_MS = 1000

local function tell_use()
  local told = tonumber(redis.call("HGET", KEYS[1], "use_told") or 0)
  if now() - told >= TELL_USE_EVERY_MS then
    redis.call("HSET", KEYS[1], "use_told", now())
    redis.call("HDEL", KEYS[1], "use_untold")
    tell_tokens({})
  else
    redis.call("HSET", KEYS[1], "use_untold", 1)
  end
end

-- Return the id of the member whose session or token this is, nil if it has ended. Note that it was used: that keeps a
-- session alive, and admins see it in the list of tokens. It is noted only every five minutes, so that looking seldom
-- costs a write.
local NOTE_EVERY_MS = 5 * 60 * 1000

local function vouch(credential)
  local member, used = unpack(redis.call("HMGET", under(credential), "member", "used"))
  if not member then return nil end
  if now() - (tonumber(used) or 0) >= NOTE_EVERY_MS then
    if string.find(credential, "^session:") then
      keep_session(credential, member)
    else
      redis.call("HSET", under(credential), "used", now())
      tell_use()
    end
  end
  return tonumber(member)
end

-- Return a sign-in link's member, or nil and the refusal. `press` is a word that the page with the button was given:
-- the same page may press again for a minute, since a double click shows only the second answer.
local PRESS_AGAIN_MS = 60 * 1000

local function member_of_link(link, press)
  local id, again, pressed, used = unpack(redis.call("HMGET", under("link", link), "member", "again", "press", "used"))
  if not id then return nil, "unknown_link" end
  local member = enabled_member(id)
  if not member then return nil, "unknown_member" end
  if used and again ~= "1" and not (press == pressed and now() - used < PRESS_AGAIN_MS) then return nil, "link_used" end
  return member
end
