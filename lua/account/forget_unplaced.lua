--[[
  Forget texts that no texter gets: those from a phone, of a campaign, or from before a time. A part of them is looked
  at at once.

  args.phone?  in E.164
  args.of?     the campaign
  args.before? ms
  args.after   id of the last text that was looked at; 0 at first
  args.most    how many are looked at

  Returns  {forgotten, after}: how many; the id of the last one that was looked at, left out at the end
  Tells    the account; nobody when none was forgotten
]]
-- include account

local found = redis.call("ZRANGE", key.unplaced, "(" .. args.after, "+inf", "BYSCORE", "LIMIT", 0, args.most)
local answer = {forgotten = 0}
for i, packed in ipairs(found) do
  local text = cmsgpack.unpack(packed)
  if text.phone == args.phone or (args.of and text.campaign == args.of) or text.at < (args.before or 0) then
    answer.forgotten = answer.forgotten + redis.call("ZREM", key.unplaced, packed)
  end
  if i == args.most then answer.after = text.id end
end
if answer.forgotten > 0 then tell_account({account = account_thing()}) end
return cmsgpack.pack(answer)
