-- include known
-- include move
-- What every text of a texter is refused for; or else nil, and the lane of the conversation.
local function not_to_be_texted(conversation, texter)
  local refusal = unknown_conversation(conversation)
  if refusal then
    return refusal
  end
  if status() ~= "active" then
    return refuse("not_active")
  end
  refusal = not_theirs(conversation, texter)
  if refusal then
    return refusal
  end
  local _, lane = move.where(conversation)
  if lane == "opted_out" then
    return refuse("opted_out")
  end
  return nil, lane
end
