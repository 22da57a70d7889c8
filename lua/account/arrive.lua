--[[
  Note that a member is online at a hub from now on.

  args.member, args.hub  the member's id, and the name of the hub

  Returns  nil
  Tells    the hubs, that presence changed; nobody when the member was online there already
]]
-- include presence

if vouch_for(args.hub, args.member) then tell_presence() end
return cmsgpack.pack(nil)
