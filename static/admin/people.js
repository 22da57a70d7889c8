/**
 * People to invite, read from what somebody pasted or from a file. Pure: text → [{email, name, role, wrong}].
 *
 *     Ana Lee, ana@example.org            a name and an address, in either order; commas, semicolons or tabs between them
 *     Ana Lee <ana@example.org>, Ben <…>  a line of an e-mail program
 *     ana@example.org                     no name: the part before the @
 *     Name,E-mail,Role                    a first line with such words names the columns
 */

const COLUMNS = {
  email: ["email", "mail", "emailaddress"],
  name: ["name", "fullname"],
  first: ["first", "firstname", "givenname"],
  last: ["last", "lastname", "surname"],
  role: ["role"],
};
const ADDRESS = /^[^\s@,;<>"]+@[^\s@,;<>"]+$/;
const ROLES = ["admin", "texter"];

/** Return the people of a text, in their order. `role` is that of those whose line names none; `wrong` is "" if all is well. */
export function peopleIn(text, role) {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/).filter((line) => line.trim());
  if (!lines.length) return [];
  const columns = columnsOf(pieces(lines[0]));
  const read = columns ? lines.slice(1).map((line) => [ofColumns(pieces(line), columns)]) : lines.map((line) => ofLine(pieces(line)));
  const seen = new Set();
  return read.flat().map((person) => {
    const known = seen.has(person.email.toLowerCase());
    seen.add(person.email.toLowerCase());
    return { ...person, role: person.role ?? role, wrong: wrongWith(person, known) };
  });
}

/** Return how many of them can be invited, and how many can't. */
export const sumOf = (people) => ({ right: people.filter(({ wrong }) => !wrong).length, wrong: people.filter(({ wrong }) => wrong).length });

function wrongWith({ email, role }, known) {
  if (!email) return "There is no e-mail address in this line.";
  if (!ADDRESS.test(email)) return "This isn’t an e-mail address.";
  if (role !== undefined && !ROLES.includes(role)) return "The role is admin or texter.";
  return known ? "This address is in the list twice." : "";
}

/** Return the parts of a line: between commas, semicolons and tabs that aren't in quotes. */
function pieces(line) {
  const found = [""];
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && /[,;\t]/.test(character)) found.push("");
    else found[found.length - 1] += character;
  }
  return found.map((each) => each.trim());
}

/** Return {email, name?, first?, last?, role?} → place, if these are names of columns; else null. */
function columnsOf(names) {
  const plain = names.map((name) => name.toLowerCase().replace(/[\s_-]/g, ""));
  const found = {};
  for (const [what, words] of Object.entries(COLUMNS)) {
    const place = plain.findIndex((name) => words.includes(name));
    if (place >= 0) found[what] = place;
  }
  return found.email === undefined ? null : found;
}

function ofColumns(cells, columns) {
  const cell = (what) => (columns[what] === undefined ? "" : cells[columns[what]] ?? "");
  const name = cell("name") || [cell("first"), cell("last")].filter(Boolean).join(" ");
  return person(cell("email"), name, cell("role").toLowerCase() || undefined);
}

/** Return the people of a line without names of columns: one for each address in it. */
function ofLine(parts) {
  const withAddress = parts.filter((part) => part.includes("@"));
  if (withAddress.length > 1) return withAddress.map((part) => apart(part));
  const others = parts.filter((part) => part && !part.includes("@"));
  const role = others.find((part) => ROLES.includes(part.toLowerCase()));
  const name = others.filter((part) => part !== role).join(" ");
  if (!withAddress.length) return [person("", name, role?.toLowerCase())];
  const own = apart(withAddress[0]);
  return [person(own.email, name || own.name, role?.toLowerCase())];
}

/** Return the person of "Ana Lee <ana@example.org>", or of the address alone. */
function apart(part) {
  const [, name, email] = /^(.*?)<([^<>]*)>$/.exec(part) ?? [null, "", part];
  return person(email, name);
}

function person(written, called, role) {
  const email = written.trim().replace(/^mailto:/i, "");
  const name = called.trim().replace(/\s+/g, " ") || email.split("@")[0];
  return { email, name, ...(role !== undefined && { role }) };
}
