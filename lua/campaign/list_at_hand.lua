--[[
  Return what a texter has at hand for answers: the campaign's canned replies, the tags that they may put on
  conversations, and the questions of the survey.

  args.texter?  the texter, who must be a sender; left out for admins

  Returns  {canned: list of {id, title, text}, tags: list of {id, name}, survey: list of {id, question, answers: list of
           {id, answer, reply (left out: none)}}}, each list in its order
  Refuses  unknown_campaign, not_a_sender
  Changes  nothing
]]
-- include guards
-- include at_hand

local refusal = unknown_campaign()
if refusal then return refusal end
if args.texter and redis.call("SISMEMBER", key.senders, args.texter) == 0 then return refuse("not_a_sender") end

local answer = {canned = {}, tags = {}, survey = {}}
for id, packed in pairs(at_hand.replies("canned")) do
  local place, title, text = unpack(cjson.decode(packed))
  answer.canned[place] = {id = id, title = title, text = text}
end
for _, tag in ipairs(at_hand.tags()) do
  if tag[3] then answer.tags[#answer.tags + 1] = {id = tag[1], name = tag[2]} end
end
local replies = at_hand.replies("answer")
for _, question in ipairs(at_hand.survey()) do
  local answers = {}
  for _, given in ipairs(question[3] and question[4] or {}) do
    local reply = replies[given[1]] and cjson.decode(replies[given[1]])
    if given[3] then answers[#answers + 1] = {id = given[1], answer = given[2], reply = reply and reply[3]} end
  end
  if question[3] then
    answer.survey[#answer.survey + 1] = {id = question[1], question = question[2], answers = answers}
  end
end
return cmsgpack.pack(answer)
