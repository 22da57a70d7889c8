// The texts of a conversation, oldest first; new ones are read out as they come.

import { clock } from "../shared/clock.js";
import { el, setAttribute } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { attached } from "../shared/notes.js";
import { fate, nameOf } from "./words.js";

/** Returns {element, fill(conversation)}. */
export function texts() {
  let contact = "";
  const bubbles = el("ol");
  const show = keyed(bubbles, ({ id }) => id, () => bubble(() => contact));
  const element = el("div", { class: "texts", role: "log", "aria-label": "Texts", tabindex: "0" }, bubbles);
  let newest = 0;
  return {
    element,
    fill(conversation) {
      contact = nameOf(conversation);
      show(conversation.texts);
      const last = conversation.texts.at(-1)?.id ?? 0;
      if (last !== newest) element.scrollTop = element.scrollHeight;
      newest = last;
    },
  };
}

function bubble(contact) {
  const words = el("p", { class: "words", dir: "auto" });
  const who = el("bdi");
  const when = el("time");
  const status = el("span", { class: "status" });
  const element = el("li", {}, words, el("p", { class: "soft small" }, who, " · ", when, status));
  return {
    element,
    fill({ direction, text, at, status: word, media, why }) {
      element.className = direction;
      words.textContent = text;
      who.textContent = direction === "out" ? "You" : contact();
      when.textContent = clock(at);
      setAttribute(when, "datetime", new Date(at).toISOString());
      const after = direction === "out" ? fate({ status: word, why }) : attached({ media });
      status.textContent = after && ` · ${after}`;
      setAttribute(element, "data-status", word);
    },
  };
}
