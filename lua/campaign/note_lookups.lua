--[[
  Note the line types of numbers. A landline gets no texts: if its first message isn't sent yet, its conversation is
  closed. The first answer for a number stays.

  args.answers   list of {conversation, line type}
  args.trouble?  why others weren't answered, a sentence for people; left out: all were

  Returns  how many were new
  Refuses  unknown_campaign
  Tells    the holders' consoles, the campaign; nobody when nothing has changed
]]
-- include guards
-- include announce
-- include clock
-- include move

local refusal = unknown_campaign()
if refusal then return refusal end

-- Return whether a conversation's contact still has the number that was looked up. A store that went back meanwhile may
-- not have the contact, who may also have been erased, removed or corrected.
local function is_about(conversation, phone)
  local packed = redis.call("HGET", key.contacts, conversation)
  return packed and not was_erased(conversation) and (not phone or cjson.decode(packed)[3] == phone)
end

local new, landlines = 0, 0
for _, answer in ipairs(args.answers) do
  local conversation, line, phone = answer[1], answer[2], answer[3]
  if is_about(conversation, phone) then
    redis.call("ZREM", key.to_look_up, conversation)
    if redis.call("HSETNX", key.lines, conversation, line) == 1 then
      new = new + 1
      landlines = landlines + (line == "landline" and 1 or 0)
      local holder, lane = move.where(conversation)
      if line == "landline" and lane == "initial" then
        move.one(conversation, holder, "closed", now())
      end
    end
  end
end
if landlines > 0 then
  redis.call("HINCRBY", KEYS[1], "landlines", landlines)
end
local told = redis.call("HGET", KEYS[1], "lookup_trouble") or nil
if args.trouble ~= told then
  if args.trouble then
    redis.call("HSET", KEYS[1], "lookup_trouble", args.trouble)
  else
    redis.call("HDEL", KEYS[1], "lookup_trouble")
  end
end
if new > 0 or args.trouble ~= told then
  announce({taken = landlines > 0})
end
return cmsgpack.pack(new)
