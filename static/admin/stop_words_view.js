/** Account → Opting out: the languages whose stop words count. */
import { asking, outcome } from "../shared/asking.js";
import { el } from "../shared/dom.js";
import { switched } from "./fields.js";

export function stopWordsPart({ account, ask }) {
  const says = outcome();
  const boxes = el("div");
  const element = el("div", { class: "card" }, el("h2", {}, "Opting out"),
    el("p", {}, "A text that is nothing but one of these words opts its sender out of all texts, or in again, or asks for help."), says, boxes);
  asking(boxes, says, () => ask("list_stop_languages", {}), ({ languages }) => {
    boxes.append(...languages.map(line));
  });
  return element;

  function line({ language, name, stop, start, help }) {
    const words = `${stop.join(", ")} · in again: ${start.join(", ")} · help: ${help.join(", ")}`;
    if (language === null) return el("div", { class: "field" }, el("p", {}, `${name}, which always count`), el("p", { class: "soft small" }, words));
    return switched(name, () => account().stop_languages.includes(language), (ticked) => choose(language, ticked), words);
  }

  function choose(language, ticked) {
    const others = account().stop_languages.filter((each) => each !== language);
    return ask("set_stop_languages", { languages: ticked ? [...others, language] : others });
  }
}
