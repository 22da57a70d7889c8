/** The message as real contacts will get it, by the server's word: who lacks a field first; and in how many segments. */
import { el } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { Refusal } from "../shared/socket.js";
import { called } from "./conversation.js";
import { setText } from "./live.js";
import { gaps } from "./message.js";
import { count, listed, many } from "./numbers.js";
import { segments } from "./segments.js";

const LONGEST = 1600;
const PAUSE = 300; // ms without typing after which the server is asked
const PASSING = new Set(["connection_lost", "try_again"]); // these judge nothing

/**
 * script() is what is being written; `judged({script, sentence})` is called with what the server finds wrong with it.
 * → {element, update()}; update() looks whether there is something new to ask for.
 */
export function previewPart({ id, campaign, ask }, script, judged = () => {}) {
  const bubble = el("p", { class: "bubble out" });
  const whose = document.createTextNode("");
  const size = document.createTextNode("");
  const why = document.createTextNode("");
  const lacks = el("ul", { class: "notice gaps" });
  const showLacks = keyed(lacks, ({ sentence }) => sentence, ({ sentence }) => ({ element: el("li", {}, sentence), fill() {} }));
  const another = el("button", { type: "button", class: "plain", hidden: true, onclick: next }, "Another contact");
  let asked; // what was last asked about: of which script, and of how many contacts
  let answer = { script: "", examples: [], lacking: [] };
  let place = 0;
  let pause;
  return {
    element: el("div", { class: "preview" },
      el("div", { class: "row spread" }, el("h3", {}, "Preview"), another), lacks,
      el("p", { class: "soft small" }, whose), bubble,
      el("p", { class: "number", role: "status" }, size), el("p", { class: "soft small" }, why)),
    update,
  };

  function update() {
    const wanted = `${campaign().contacts} ${script()}`;
    if (wanted === asked) return;
    clearTimeout(pause);
    pause = setTimeout(look, asked === undefined ? 0 : PAUSE);
    asked = wanted;
  }

  async function look() {
    const mine = asked;
    const looked = script();
    let sentence = "";
    try {
      const found = await ask("preview_message", { campaign: id, script: looked });
      if (mine === asked) answer = { ...found, script: looked };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (PASSING.has(error.code)) asked = undefined;
      else sentence = error.sentence;
      if (mine === asked) answer = { script: looked, examples: [], lacking: [] };
    }
    if (mine !== asked && asked !== undefined) return;
    place = 0;
    show();
    judged({ script: looked, sentence });
  }

  function next() {
    place = (place + 1) % answer.examples.length;
    show();
  }

  function show() {
    const { examples, lacking } = answer;
    const example = examples[place];
    const text = example?.draft ?? answer.script;
    another.hidden = examples.length < 2;
    showLacks(gaps(lacking, campaign().contacts).map((sentence) => ({ sentence })));
    const { encoding, length, segments: parts, left, odd } = segments(text);
    const as = example && `As ${named(example.contact)} gets it:`;
    const unfilled = campaign().contacts ? "As it is written; it can't go out like this." : "Without contacts the fields stay as they are.";
    setText(whose, text ? (as ?? unfilled) : "Nothing is written yet.");
    bubble.textContent = text || "…";
    bubble.classList.toggle("soft", !text);
    const long = [...text].length > LONGEST ? " Longer than 1,600 characters: it would be refused." : "";
    setText(size, `${many(parts, "segment")} (${encoding}, ${count(length)} used, ${count(left)} left in the last one).${long}`);
    const because = `UCS-2 because of ${listed(odd.map(shown))}: without, a segment holds 160 characters, not 70.`;
    setText(why, odd.length ? because : "");
  }
}

function named(contact) {
  const name = called(contact);
  return name === contact.phone ? name : `${name} (${contact.phone})`;
}

/** A character that can't be seen is told by its number. */
function shown(character) {
  if (!/^[\p{Z}\p{C}\p{M}]/u.test(character)) return character;
  return `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}
