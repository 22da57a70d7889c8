--[[
  Begin to check a password: count the attempt, also for an e-mail address that no member has. With `look`, say whether
  a password may be tried now and whether a stranger tries it: that counts nothing.

  A browser or network address that the member has signed in from before has a count of its own, so that strangers
  can't lock the member out there. All strangers share one count for each member, and each network address has one.
  After 10 attempts in 15 minutes the next is refused, until one is right; a network address may try 30 wrong ones.
  40 guesses an hour are no use against a password of 8 characters.

  args.emails    the e-mail address in each form that a member with it may be kept under
  args.address?  the network address that the attempt comes from
  args.device?   the browser that it comes from, if a member has signed in with it before
  args.members?  the ids of the members who have signed in with that browser
  args.look?     true to look only; the answer then has no id and no hash

  Returns  {member, password, stranger}: the member's id and argon2 hash, absent if there is no such enabled member, and
           whether the attempt counts as a stranger's; or {wait}: the ms until another password may be tried
]]
-- include members

local ATTEMPTS_PER_PERSON, ATTEMPTS_PER_ADDRESS, WINDOW_MS = 10, 30, 15 * 60 * 1000

local id = member_at(args.emails)
local member = id and enabled_member(id)

local function known_place()
  for _, signed_in in ipairs(args.device and args.members or {}) do
    if signed_in == member.id then return args.device end
  end
  if args.address and redis.call("ZSCORE", under("addresses_of", member.id), args.address) then return args.address end
end

local limits = {}
local email, place = args.emails[#args.emails], member and known_place()
if place then
  limits[under("attempts", "of", member.id, place)] = ATTEMPTS_PER_PERSON
else
  if member or is_address(email) then
    limits[under("attempts", "of", member and member.id or email)] = ATTEMPTS_PER_PERSON
  end
  if args.address then limits[under("attempts", "from", args.address)] = ATTEMPTS_PER_ADDRESS end
end

local wait = 0
for attempts, most in pairs(limits) do
  if tonumber(redis.call("GET", attempts) or 0) >= most then
    wait = math.max(wait, redis.call("PTTL", attempts))
  end
end
if wait > 0 then return cmsgpack.pack({wait = wait}) end
if args.look then return cmsgpack.pack({stranger = not place}) end

for attempts in pairs(limits) do
  if redis.call("INCR", attempts) == 1 then redis.call("PEXPIRE", attempts, WINDOW_MS) end
end
local password = member and redis.call("HGET", under("member", member.id), "password") or nil
return cmsgpack.pack({member = password and member.id, password = password, stranger = not place})
