/** Account → Stop words: the languages whose stop words count, and the texts that answer them by themselves. */
import { asking, outcome } from "../shared/asking.js";
import { el } from "../shared/dom.js";
import { accountPart, card } from "./account_part_view.js";
import { automaticTextsPart } from "./automatic_texts_view.js";
import { switched } from "./fields.js";

export function stopWordsPage({ account, ask }) {
  const says = outcome();
  const boxes = el("div");
  const about = "A text that is nothing but one of these words opts its sender out of all texts, or in again, or asks for help.";
  const element = accountPart("Stop words", about, card(el("h2", {}, "Languages"), says, boxes), automaticTextsPart({ account, ask }));
  asking(boxes, says, () => ask("list_stop_languages", {}), ({ languages }) => {
    boxes.append(...languages.map(line));
  });
  return { element };

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
