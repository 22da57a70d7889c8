/** The members of the account. Pure: member and presence things → rows. */

export const ROLES = { admin: "Admin", texter: "Texter" };

/** Return members as rows, A to Z, disabled ones last. `online` is whether a socket of the member is open. */
export function memberRows(members, presences) {
  return members
    .map((member) => ({ ...member, online: !member.disabled && (presences.get(member.id)?.online ?? false) }))
    .sort((a, b) => a.disabled - b.disabled || a.name.localeCompare(b.name) || a.id - b.id);
}

/** Return the members who may still be added to a campaign: enabled ones who aren't senders yet. */
export function candidates(members, senders) {
  const already = new Set(senders.map(({ id }) => id));
  return memberRows(members, new Map()).filter(({ id, disabled }) => !disabled && !already.has(id));
}

/** Return the role that a member doesn't have: the words for its button, question, meaning and outcome. */
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

/** Return the day of a member's last sign-in in words. `signIns` is {member → ms}; undefined until they are known. */
export function signedInSays(id, signIns) {
  if (signIns === undefined) return "";
  return signIns.has(id) ? days.format(new Date(signIns.get(id))) : "Never";
}

const days = new Intl.DateTimeFormat("en-US", { year: "numeric", month: "short", day: "numeric" });

/** The kinds of members that a list can be narrowed to, as [key, title]. */
export const KINDS = [["", "Everybody"], ["admin", "Admins"], ["texter", "Texters"], ["online", "Online"], ["disabled", "Disabled"]];

/** Return the rows of a kind; "" is everybody. */
export function ofKind(rows, kind) {
  if (kind === "disabled" || kind === "online") return rows.filter((row) => row[kind]);
  return kind ? rows.filter((row) => row.role === kind && !row.disabled) : rows;
}
