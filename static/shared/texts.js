// The texts of a conversation, oldest first; new ones are read out as they come.

import { clock } from "./clock.js";
import { el, follow } from "./dom.js";
import { files } from "./files.js";
import { keyed } from "./keyed.js";
import { attached } from "./notes.js";
import { fate, nameOf, senderOf } from "./words.js";

/** Return an element with the texts of `now()`, a conversation or nothing yet. `us` is the name of our side, or gives that of a text's sender. */
export function texts(now, us) {
  const who = (text) => senderOf(text, typeof us === "function" ? us(text) : us, nameOf(now()));
  const bubbles = keyed(el("ol"), () => now()?.texts ?? [], ({ id }) => id, (text) => bubble(text, who));
  const element = el("div", { class: "texts", role: "log", "aria-label": "Texts", tabindex: "0" }, bubbles);
  let newest = 0;
  follow(bubbles, () => {
    const last = now()?.texts.at(-1)?.id ?? 0;
    if (last === newest || !element.isConnected) return;
    element.scrollTop = element.scrollHeight;
    newest = last;
  });
  return element;
}

function bubble(text, who) {
  const about = () => [fate(text()), attached(text())].filter(Boolean).map((each) => ` · ${each}`).join("");
  return el("li", { class: () => text().direction, "data-status": () => text().status },
    el("p", { class: "words", dir: "auto" }, () => text().text),
    files(text, () => who(text())),
    el("p", { class: "soft small" },
      el("bdi", {}, () => who(text())), " · ",
      el("time", { datetime: () => new Date(text().at).toISOString() }, () => clock(text().at)),
      el("span", { class: "fate" }, about)));
}
