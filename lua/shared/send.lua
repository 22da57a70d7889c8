-- include text
-- include announce
-- Records an outgoing text and queues it for the carrier in the same step, so that neither can be without the other.
-- `texter` is the one who sends it, if one does.
local function send(conversation, text, texter)
  local holder, lane = move.where(conversation)
  local id = add_text(conversation, "out", text, "queued")
  redis.call("RPUSH", key.outbox, conversation .. ":" .. id)
  move.one(conversation, holder, "quiet", now())
  if texter then
    day.sent(texter, lane)
  end
end
