// The answers at hand, beside a thread: the survey, tags, and replies to look for.

import { outcome } from "../shared/asking.js";
import { el, newId, refresh, seen } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { count } from "../shared/numbers.js";
import { chosenBy, found, keyOf, surveyOf, tagsOf } from "./at_hand.js";
import { answer, tag, wordsOf, wordsWith } from "./at_hand_acts.js";
import { composes } from "./enter.js";
import { askForOwnReplies } from "./own_replies.js";
import { isAnswered } from "./words.js";

const MOST_SHOWN = 20; // replies; of more, those that are looked for
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/**
 * `now()`: the conversation, or null while it isn't here; `take(words, noted)`: put these words into the box, `noted` the
 * {question, answer} that they go with or null; `asks(outcome)` returns act(control, question), which asks and says in
 * `outcome` what came of it. Return {element, isEmpty(), look(), choose(key)}.
 */
export function atHand(page, { now, take, asks }) {
  const offers = () => page.offers.of(page.place.campaign);
  const says = outcome();
  const act = asks(says);
  const mine = () => now() !== null && now().contact.phone !== ""; // else the person has been erased
  const writes = () => mine() && isAnswered(now());
  const nothing = () => !mine() || !(offers().tags.length || offers().survey.length || writes());
  let wanted = "";
  let shown = { entries: null, wanted: null, found: [] };
  const replies = () => {
    const { entries } = offers();
    if (entries !== shown.entries || wanted !== shown.wanted) shown = { entries, wanted, found: found(entries, wanted) };
    return shown.found;
  };
  const drawn = () => replies().slice(0, MOST_SHOWN);

  const questions = keyed(el("div"), () => (mine() ? surveyOf(offers(), now()) : []), ({ id }) => id, question);
  const tags = keyed(el("div", { class: "row chips" }), () => (mine() ? tagsOf(offers(), now()) : []), ({ id }) => id, (one) =>
    chip(one, () => one().name, (button) => act(button, () => tag(page, now(), one()))));
  const id = newId();
  const search = el("input", { type: "search", id, autocomplete: "off", oninput: lookFor, onkeydown: searching });
  const list = keyed(el("ol", { class: "replies", onkeydown: stepping }), drawn, ({ key }) => key, reply);
  const keep = el("button", { type: "button", class: "plain small", onclick: () =>
    act(keep, async () => askForOwnReplies(page, await page.offers.own(page.place.campaign))) }, "My replies");
  const more = () => replies().length - drawn().length;
  const noneFound = () => (replies().length || !offers().entries.length ? "" : "No reply has these words.");
  const element = el("section", { class: "at-hand", "aria-label": "Answers at hand" },
    seen(el("div", { class: "survey" }, questions), () => offers().survey.length),
    seen(el("div", {}, el("h2", {}, "Tags"), tags), () => offers().tags.length),
    says,
    seen(el("div", {}, el("h2", {}, el("label", { for: id }, "Replies")), seen(search, () => offers().entries.length),
      el("p", { class: "soft small", role: "status" }, noneFound), list,
      el("p", { class: "soft small", hidden: () => more() <= 0 }, () => `${count(more())} more: look for them by a word.`),
      keep),
    writes));
  return { element: seen(element, () => !nothing()), isEmpty: nothing, look, choose };

  function question(one) {
    const id = newId();
    const chips = keyed(el("div", { class: "row chips", role: "group", "aria-labelledby": id }), () => one().answers, ({ id }) => id, (given) =>
      chip(given, () => given().answer, (button) => act(button, () => give(one(), given()))));
    return el("div", { class: "question" }, el("h2", { id }, el("bdi", {}, () => one().question)), chips);
  }

  // Note the answer. The reply that goes with it is put into the box, for the texter to see before it goes.
  async function give(asked, given) {
    const conversation = now();
    await answer(page, conversation, asked, given);
    if (!given.on && given.reply && writes()) take(conversation, await wordsWith(page, conversation, given), { question: asked.id, answer: given.id });
  }

  function reply(one) {
    const place = () => drawn().indexOf(one());
    const button = el("button", { type: "button", onclick: () => use(one(), button) },
      el("span", { class: "title" }, el("kbd", { hidden: () => !keyOf(place()) }, () => keyOf(place())), el("bdi", {}, () => one().title),
        el("span", { class: "soft small", hidden: () => one().whose !== "own" }, "mine")),
      el("span", { class: "soft small words" }, el("bdi", {}, () => one().text)));
    return el("li", {}, button);
  }

  function use(one, control) {
    const conversation = now();
    return act(control, async () => take(conversation, await wordsOf(page, conversation, one), null));
  }

  function lookFor() {
    wanted = search.value;
    refresh(element);
  }

  function searching(event) {
    if (event.key === "Enter" && !composes(event) && drawn().length) {
      event.preventDefault();
      if (!event.repeat) use(drawn()[0], list.querySelector("button"));
    } else if (event.key === "ArrowDown") stepping(event);
  }

  function stepping(event) {
    if (!(event.key in STEPS) || event.ctrlKey || event.altKey || event.metaKey) return;
    const buttons = [...list.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement) + STEPS[event.key];
    event.preventDefault();
    (buttons[at] ?? (at < 0 ? search : document.activeElement)).focus();
  }

  /** Put the focus where replies are looked for. Return whether there are any. */
  function look() {
    if (!writes() || !offers().entries.length) return false;
    search.focus();
    search.select();
    return true;
  }

  /** Use the reply that this key chooses among those shown. Return whether there is one. */
  function choose(key) {
    const one = writes() && chosenBy(key, drawn());
    if (one) use(one, list.children[drawn().indexOf(one)].querySelector("button"));
    return Boolean(one);
  }
}

// Return a button that is pressed or not; `says()` is its name, `press(button)` what it does.
function chip(now, says, press) {
  const button = el("button", { type: "button", class: "chip", "aria-pressed": () => String(now().on), onclick: () => press(button) }, el("bdi", {}, says));
  return button;
}
