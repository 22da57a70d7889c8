--[[
  A member is online at a hub from now on.

  args.member, args.hub  the hub is named by a string of its own

  Returns  nil
  Tells    the hubs, that presence changed
]]
-- include presence

vouch_for(args.hub, args.member)
tell_presence()
return cmsgpack.pack(nil)
