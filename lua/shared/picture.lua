-- The picture of a campaign. It is kept under its token, with which its path ends: whoever knows that may have the
-- picture, since carriers fetch it.
local picture = {}

-- Return the path of the picture with this token; nil for none.
function picture.path(token)
  return token and "/pictures/" .. token .. ".jpg" or nil
end

-- Return the token of the campaign's picture if this setting, picture_first or picture_replies, is on; else nil.
function picture.where_on(setting)
  local hash = redis.call("HMGET", KEYS[1], "picture", setting)
  return hash[1] and hash[2] == "1" and hash[1] or nil
end
