--[[
  Set the questions of a campaign's survey, all of them in their order, in place of those before. A question or an
  answer that is left out stays with the conversations that have it, and can't be given any more.

  args.questions  list of {id (left out: a new one), question, answers: list of {id (left out: a new one), answer,
                  reply (left out: none), message: the reply as merge.py takes it apart}}

  Returns  the campaign
  Refuses  unknown_campaign, archived, unknown_question, unknown_answer (ids that none of them has),
           unknown_field (with its name)
  Tells    the campaign; nobody when it stays the same
]]
-- include guards
-- include at_hand
-- include numbered
-- include announce

local refusal = unknown_campaign()
if refusal then return refusal end
if status() == "archived" then return refuse("archived") end
local lasts = redis.call("HMGET", KEYS[1], "last_question", "last_answer")
local last_question, last_answer = tonumber(lasts[1] or 0), tonumber(lasts[2] or 0)
local function words(entry) return entry.question or entry.answer end
local before, survey, replies = at_hand.survey(), {}, {}
last_question = numbered(args.questions, at_hand.words(before), words, last_question)
if not last_question then return refuse("unknown_question") end
for place, asked in ipairs(args.questions) do
  local was, answers = at_hand.find(before, asked.id) or {[4] = {}}, {}
  last_answer = numbered(asked.answers, at_hand.words(was[4]), words, last_answer)
  if not last_answer then return refuse("unknown_answer") end
  for nth, given in ipairs(asked.answers) do
    local known = at_hand.find(was[4], given.id)
    answers[nth] = {given.id, given.answer, true, known and known[4] or false}
    local unknown = given.reply and draft.fit(cjson.decode(given.message).parts)
    if unknown then return refuse("unknown_field " .. unknown) end
    replies[given.id] = given.reply and cjson.encode({0, "", given.reply, given.message})
  end
  survey[place] = {asked.id, asked.question, true, answers}
end

for _, question in ipairs(survey) do
  local was = at_hand.find(before, question[1])
  at_hand.keep_labels(question[4], was and was[4] or {}, "answer")
end
for _, was in ipairs(before) do
  if not at_hand.find(survey, was[1]) then
    local answers = {}
    at_hand.keep_labels(answers, was[4], "answer")
    if #answers > 0 then survey[#survey + 1] = {was[1], was[2], false, answers} end
  end
end
local changed = at_hand.keep_replies("answer", replies)
changed = at_hand.keep("survey", survey) or changed
if not changed then return cmsgpack.pack(describe.campaign()) end
redis.call("HSET", KEYS[1], "last_question", last_question, "last_answer", last_answer)
at_hand.note()
return announce_campaign()
