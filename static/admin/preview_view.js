/** The message as a real contact will get it, and in how many segments. */
import { Refusal } from "../socket.js";
import { called } from "./conversation.js";
import { el } from "../dom.js";
import { setText } from "./live.js";
import { rendered } from "./message.js";
import { count, listed, many } from "./numbers.js";
import { segments } from "./segments.js";

const LONGEST = 1600;
const EXAMPLES = 20;

/** script() is what is being written → {element, update()} */
export function previewPart({ id, ask }, script) {
  const bubble = el("p", { class: "bubble out" });
  const whose = document.createTextNode("");
  const size = document.createTextNode("");
  const why = document.createTextNode("");
  const another = el("button", { type: "button", class: "plain", hidden: true, onclick: next }, "Another contact");
  let contacts = [];
  let place = 0;
  fetchContacts();
  return {
    element: el("div", { class: "preview" },
      el("div", { class: "row spread" }, el("h3", {}, "Preview"), another),
      el("p", { class: "soft small" }, whose), bubble,
      el("p", { class: "number", role: "status" }, size), el("p", { class: "soft small" }, why)),
    update,
  };

  async function fetchContacts() {
    try {
      const page = await ask("list_conversations", { campaign: id, limit: EXAMPLES });
      contacts = page.conversations.map(({ contact }) => contact);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setText(why, error.sentence);
    }
    another.hidden = contacts.length < 2;
    update();
  }

  function next() {
    place = (place + 1) % contacts.length;
    update();
  }

  function update() {
    const contact = contacts[place];
    const text = contact ? rendered(script(), contact) : script();
    const { encoding, length, segments: parts, left, odd } = segments(text);
    const as = contact && `As ${called(contact)} (${contact.phone}) gets it:`;
    setText(whose, as ?? "Without contacts the fields stay as they are.");
    bubble.textContent = text || "…";
    bubble.classList.toggle("soft", !text);
    const long = [...text].length > LONGEST ? " Longer than 1,600 characters: it would be refused." : "";
    setText(size, `${many(parts, "segment")} (${encoding}, ${count(length)} used, ${count(left)} left in the last one).${long}`);
    const because = `UCS-2 because of ${listed(odd.map(named))}: without, a segment holds 160 characters, not 70.`;
    setText(why, odd.length ? because : "");
  }
}

/** A character that can't be seen is told by its number. */
function named(character) {
  if (!/^[\p{Z}\p{C}\p{M}]/u.test(character)) return character;
  return `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}
