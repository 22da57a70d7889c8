--[[
  Decide where an incoming text goes, once for each reference: the same one again, from whichever process and whatever
  has changed in the campaigns since, gets the same answer and changes nothing. An opt-out, or its undoing, is noted in
  the same step. A text that no texter gets is kept for the admins: from a phone in no campaign, or from one that has
  opted out. A text that opts out needs no answer and isn't kept.

  The answer that goes out by itself, if there is one, is decided in the same step, too: so each reference has one.

  args.reference      the carrier's name for this text, kept for 7 days
  args.phone          in E.164
  args.text           words to be shown
  args.to?  args.conversation?   where it goes, `to` is the campaign; left out: no campaign has this phone
  args.stop           whether the text opts the phone out
  args.start          whether it opts the phone in again
  args.how?           text, or carrier if the carrier itself has opted the phone out or in again
  args.help?          whether it asks for help

  Returns  {campaign, conversation, at, automatic}: the first two as they were given first, or 0 for no campaign; `at`
           is when the opt-out or its undoing was noted, in ms, left out if there was nothing to note; `automatic` is
           the text that goes out by itself, {kind, text}, left out if there is none
  Tells    the account, when a text is kept
]]
-- include account
-- include note_opt_out
-- include automatic

local KEPT_SECONDS = 7 * 24 * 60 * 60 -- carriers post again for hours, and whoever has read a request could for longer
local TEXTS_KEPT = 5000

local received = under("received", args.reference)
local placed = redis.call("GET", received)
if placed then return placed end

local answer = {campaign = args.to or 0, conversation = args.conversation}
local place = args.to and args.to .. ":" .. args.conversation
if args.stop or args.start then
  local confirms = args.stop and args.how ~= "carrier" and place or nil -- the carrier has confirmed it by itself
  local note = note_opt_out(args.phone, {out = args.stop, how = args.how, place = confirms})
  answer.at = note and note.at
  answer.automatic = note and automatic.confirmation(note, confirms)
end
local opted_out = redis.call("SISMEMBER", key.opted_out, args.phone) == 1
if args.help and place and not opted_out then
  answer.automatic = automatic.help(args.phone)
end
placed = cmsgpack.pack(answer)
redis.call("SET", received, placed, "EX", KEPT_SECONDS)
if not args.stop and (opted_out or not args.to) then
  local id = redis.call("HINCRBY", KEYS[1], "last_unplaced", 1)
  redis.call("ZADD", key.unplaced, id, cmsgpack.pack({
    id = id, phone = args.phone, text = args.text, at = now(),
    opted_out = opted_out, campaign = args.to, conversation = args.conversation,
  }))
  redis.call("ZREMRANGEBYRANK", key.unplaced, 0, -TEXTS_KEPT - 1)
  tell_account({account = account_thing()})
end
return placed
