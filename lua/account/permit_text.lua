--[[
  Permit a text right before it is handed over, and note that its conversation is the one that texts this phone last:
  the contact's answer may come before the carrier's. Of a campaign whose contacts' data are deleted nothing is noted.

  To a phone that has opted out nothing is permitted but the confirmation of that opt-out, in its place and within five
  minutes. To one that has come back the confirmation isn't permitted any more.

  A text that nobody has asked for isn't permitted while another campaign has texted the phone within the account's
  hours between campaigns. An answer always is, and so is every text of the campaign that texted last. A carrier process
  of an older version doesn't say that nobody has asked for its text.

  args.phone                  in E.164
  args.to, args.conversation  the text's campaign (`to`) and conversation
  args.automatic?             confirmation or help, for a text that goes out by itself
  args.unasked?               true of a text to somebody who has written nothing in its conversation
  args.identity               the identity of the account that the text was taken from

  Returns  true; false if the phone has opted out; nil if this is another account, which can't know who has opted out;
           {campaign, at, hours} if that other campaign texted the phone at that time, in ms, and so many hours must be
           between two campaigns
]]
-- include clock
-- include apart

local CONFIRMED_WITHIN_MS = 5 * 60 * 1000 -- FCC 12-143; 47 CFR 64.1200(a)(12)

if redis.call("HGET", KEYS[1], "identity") ~= args.identity then return cmsgpack.pack(nil) end

local place = args.to .. ":" .. args.conversation
local opted_out = redis.call("SISMEMBER", key.opted_out, args.phone) == 1

local function confirms()
  local packed = opted_out and redis.call("HGET", key.opt_outs, args.phone)
  local note = packed and cmsgpack.unpack(packed)
  return note and note.place == place and now() - note.since <= CONFIRMED_WITHIN_MS
end

local permitted = not opted_out
if args.automatic == "confirmation" then permitted = confirms() end
if not permitted then return cmsgpack.pack(false) end
local other = args.unasked and apart.other(args.phone, args.to)
if other then return cmsgpack.pack(other) end

if redis.call("SISMEMBER", key.erased, args.to) == 0 then
  redis.call("HSET", key.phones, args.phone, place)
  apart.note(args.phone, args.to)
end
return cmsgpack.pack(true)
