/** The message as real contacts will get it, by the server's word, and its segments. Contacts who lack a field lead. */
import { el, follow, refresh, seen } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { limits } from "../shared/limits.js";
import { listed } from "../shared/numbers.js";
import { segments } from "../shared/segments.js";
import { Refusal } from "../shared/socket.js";
import { nameOf } from "../shared/words.js";
import { gaps } from "./message.js";
import { sizeOf } from "./segments.js";

const PAUSE_MS = 300; // ms without typing after which the server is asked
const PASSING = new Set(["connection_lost", "try_again"]); // refusals that say nothing about the message

/**
 * Return {element, update()}; update() asks the server if there is something new to ask. script() is the message being
 * written; `judged({script, sentence})` is called with what the server finds wrong with it.
 */
export function previewPart({ id, campaign, ask }, script, judged = () => {}) {
  let asked; // the last question: the script and the number of contacts
  let answer = { script: "", examples: [], lacking: [] };
  let place = 0;
  let pause;
  const example = () => answer.examples[place];
  const text = () => example()?.draft ?? answer.script;
  const another = { type: "button", class: "plain", hidden: () => answer.examples.length < 2, onclick: next };
  const element = el("div", { class: "preview" },
    el("div", { class: "row spread" }, el("h3", {}, "Preview"), el("button", another, "Another contact")),
    keyed(el("ul", { class: "notice gaps" }), () => gaps(answer.lacking, campaign().contacts), (sentence) => sentence, (now) => el("li", {}, now())),
    el("p", { class: "soft small" }, whose),
    el("p", { class: () => (text() ? "bubble out" : "bubble out soft") }, () => text() || "…"),
    seen(el("img", { class: "sent-picture", src: () => campaign().picture, alt: "The picture that goes with it" }),
      () => campaign().picture && campaign().picture_first),
    el("p", { class: "number", role: "status" }, size), el("p", { class: "soft small" }, why));
  follow(element, update);
  return { element, update };

  function update() {
    const wanted = `${campaign().contacts} ${script()}`;
    if (wanted === asked) return;
    clearTimeout(pause);
    pause = setTimeout(look, asked === undefined ? 0 : PAUSE_MS);
    asked = wanted;
  }

  async function look() {
    const mine = asked;
    const looked = script();
    let sentence = "";
    let passing = false;
    try {
      const found = await ask("preview_message", { campaign: id, script: looked });
      if (mine === asked) answer = { ...found, script: looked };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      passing = PASSING.has(error.code);
      if (!passing) sentence = error.sentence;
      if (mine === asked) answer = { script: looked, examples: [], lacking: [] };
    }
    if (mine !== asked) return;
    place = 0;
    refresh(element);
    if (passing && mine === asked) asked = undefined; // the next refresh asks again
    judged({ script: looked, sentence });
  }

  function next() {
    place = (place + 1) % answer.examples.length;
    refresh(element);
  }

  function whose() {
    if (!text()) return "Nothing is written yet.";
    if (example()) return `As ${named(example())} gets it:`;
    return campaign().contacts ? "As it is written; it can't go out like this." : "Without contacts the fields stay as they are.";
  }

  function size() {
    return sizeOf(text(), limits.text);
  }

  function why() {
    const { odd } = segments(text());
    return odd.length ? `UCS-2 because of ${listed(odd.map(shown))}: without, a segment holds 160 characters, not 70.` : "";
  }
}

function named({ contact }) {
  const name = nameOf({ contact });
  return name === contact.phone ? name : `${name} (${contact.phone})`;
}

/** Return a character as it is shown: by its number if it can't be seen. */
function shown(character) {
  if (!/^[\p{Z}\p{C}\p{M}]/u.test(character)) return character;
  return `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}
