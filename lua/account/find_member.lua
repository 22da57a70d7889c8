--[[
  Find the member who has this e-mail address.

  args.emails  the address in each form that a member with it may be kept under

  Returns  the member thing; nil if there is none
  Changes  nothing
]]
-- include members

local id = member_at(args.emails)
return cmsgpack.pack(id and member_thing(id) or nil)
