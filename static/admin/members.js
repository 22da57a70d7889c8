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

/** The role that a member doesn't have: what to press for it, what it means, and what to say when it is done. */
export function otherRole({ name, role }) {
  if (role === "texter") return {
    role: "admin",
    verb: "Make an admin",
    question: `Make ${name} an admin?`,
    says: `${name} can then change, launch and archive every campaign, and invite and disable members.`,
    done: `${name} is an admin now.`,
  };
  return {
    role: "texter",
    verb: "Make a texter",
    question: `Make ${name} a texter?`,
    says: `These pages close for ${name}, who stays a sender of the same campaigns.`,
    done: `${name} is a texter now.`,
  };
}
