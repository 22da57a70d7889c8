-- Segments of a text, as carriers count them. A text of GSM-7 characters alone (3GPP TS 23.038: the basic table and its
-- extension) has 160 of them in one segment and 153 in each of several; an extension character counts double. Any other
-- character makes it UCS-2: 70, then 67 UTF-16 units. No character is cut in two, so a segment may end one short.
-- static/shared/segments.js counts the same way for the page; a test holds the two together.
local BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
  .. "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
local EXTENSION = "\f^{}\\[~]|€"
local PLAIN = "^[%w \n\r@$_!\"#%%&'()*+,%-./:;<=>?]*$" -- the ASCII characters of the basic table
local CHARACTER = "[%z\1-\127\194-\244][\128-\191]*"

-- Return how many septets each character counts, or nil if one of them isn't GSM-7.
local function septets(text)
  local sizes = {}
  for character in text:gmatch(CHARACTER) do
    local basic = BASIC:find(character, 1, true)
    if not basic and not EXTENSION:find(character, 1, true) then return nil end
    sizes[#sizes + 1] = basic and 1 or 2
  end
  return sizes
end

-- Return how many UTF-16 units each character counts.
local function units(text)
  local sizes = {}
  for character in text:gmatch(CHARACTER) do
    sizes[#sizes + 1] = #character == 4 and 2 or 1
  end
  return sizes
end

-- Return how many segments a text has; an empty one has none.
local function segments(text)
  if text:find(PLAIN) then
    return #text <= 160 and math.min(#text, 1) or math.ceil(#text / 153)
  end
  local sizes, alone, among = septets(text), 160, 153
  if not sizes then
    sizes, alone, among = units(text), 70, 67
  end
  local length, full, used = 0, 1, 0
  for _, size in ipairs(sizes) do
    length = length + size
    if used + size > among then
      full, used = full + 1, 0
    end
    used = used + size
  end
  return length <= alone and 1 or full
end
