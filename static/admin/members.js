/** The members of the account. Pure: member and presence things → rows. */

export const ROLES = { admin: "Admin", texter: "Texter" };

/** Those who can sign in first, A to Z. `online` is whether one of their sockets is open. */
export function memberRows(members, presences) {
  return members
    .map((member) => ({ ...member, online: !member.disabled && (presences.get(member.id)?.online ?? false) }))
    .sort((a, b) => a.disabled - b.disabled || a.name.localeCompare(b.name) || a.id - b.id);
}

/** Who may still be added to a campaign: members that aren't disabled and aren't senders yet. */
export function candidates(members, senders) {
  const already = new Set(senders.map(({ id }) => id));
  return memberRows(members, new Map()).filter(({ id, disabled }) => !disabled && !already.has(id));
}
