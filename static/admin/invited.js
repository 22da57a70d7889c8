/** The outcome of inviting many people. Pure: answers of `invite_members` → words and a file. */
import { many } from "../shared/numbers.js";

/** Return the outcome of one in words. */
export function outcomeSays({ outcome, sentence, sent }) {
  if (outcome === "invited") return sent ? "Invited; an e-mail is on its way." : `Invited. ${sentence}`;
  return sentence;
}

/** Return the outcome of all in a sentence. */
export function allSays(outcomes) {
  const of = (which) => outcomes.filter(({ outcome }) => outcome === which).length;
  const [invited, already, refused] = [of("invited"), of("already"), of("refused")];
  const mailed = outcomes.filter(({ sent }) => sent).length;
  return `${[
    `${many(invited, "person", "people")} invited`,
    mailed && mailed < invited && `${mailed} of them by e-mail`,
    already && `${already} ${already === 1 ? "was" : "were"} there already`,
    refused && `${refused} couldn’t be invited`,
  ].filter(Boolean).join(", ")}.`;
}

/** Return [name, e-mail address, link] of those who have a link, as CSV that a spreadsheet opens without running anything. */
export function linksFile(outcomes, origin) {
  const rows = outcomes.filter(({ link }) => link).map(({ name, email, link }) => [name, email, `${origin}${link}`]);
  return `\uFEFF${[["Name", "E-mail", "Link"], ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cell(words) {
  const safe = /^[=+\-@\t\r]/.test(words) ? `'${words}` : words;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
