/** One person: every campaign that has them, with all texts; their opt-out, their data. */
import { asking, outcome } from "../shared/asking.js";
import { clock } from "../shared/clock.js";
import { confirmed } from "../shared/confirmed.js";
import { el, follow, refresh, seen, write } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { sentence } from "../shared/sentence.js";
import { Refusal } from "../shared/socket.js";
import { texts } from "../shared/texts.js";
import { STATUSES } from "./board.js";
import { empty } from "./empty_view.js";
import { menu } from "./menu_view.js";
import { alsoCalled, erasingSays, mayBeTexted, personName, personsStanding } from "./person.js";
import { toConversation, toSearch } from "./routes.js";

const REST_MS = 2000; // between two looks while their campaigns change

export function personPage({ things, ask }, { phone }) {
  let person = null;
  let busy = false;
  let again = false;
  let closed = false;
  const refused = el("p", { class: "refusal", role: "status" });
  const did = outcome();
  const there = () => person !== null && (person.conversations.length > 0 || person.unplaced.length > 0);
  const out = el("button", { type: "button", hidden: () => !person || person.opted_out, onclick: askToOptOut }, "Opt out");
  const back = el("button", { type: "button", hidden: () => !person?.opted_out, onclick: askToOptIn }, "Undo the opt-out");
  const more = menu("More", [
    { title: "Download their data", press: download },
    { title: "Erase their data", danger: true, press: askToErase },
  ]);
  const heading = el("h1");
  follow(heading, () => write(heading, sentence`${person ? personName(person) : phone}`));
  const element = el("section", { class: "person" },
    el("div", { class: "row spread heading" }, heading, el("div", { class: "row" }, out, back, seen(more, there))),
    el("p", { hidden: () => !person?.names.length }, el("span", { class: "number" }, phone), el("span", { class: "soft" }, () => (person && alsoCalled(person) ? ` · ${alsoCalled(person)}` : ""))),
    el("p", { class: () => `notice${person?.opted_out ? " warn" : ""}`, hidden: () => !person || mayBeTexted(person, clock) === "" },
      () => (person ? mayBeTexted(person, clock) : "")),
    did, refused,
    seen(empty("No campaign has this person.", el("a", { class: "button", href: toSearch("") }, "Search")), () => person !== null && !there()),
    keyed(el("div"), () => person?.conversations ?? [], ({ campaign }) => campaign, conversation),
    seen(el("div", { class: "card" }, el("h2", {}, "Texts that no texter got"),
      keyed(el("ul", { class: "conversations" }), () => person?.unplaced ?? [], ({ id }) => id,
        (now) => el("li", {}, el("p", {}, () => now().text), el("p", { class: "soft small" }, () => clock(now().at))))),
    () => person?.unplaced.length > 0));
  open();
  return {
    element,
    title: () => (person ? personName(person) : phone),
    told: (thing) => (thing === null || person?.conversations.some(({ campaign }) => campaign === (thing.campaign ?? thing.id)) ? later() : undefined),
    close: () => (closed = true),
  };

  async function open() {
    busy = true;
    try {
      person = await ask("open_person", { phone });
      refused.textContent = "";
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code !== "connection_lost") refused.textContent = error.sentence;
    }
    refresh(element);
    setTimeout(() => {
      busy = false;
      if (again && !closed) later();
    }, REST_MS);
  }

  function later() {
    again = busy;
    if (!busy) open();
  }

  function conversation(now) {
    const us = ({ by }) => (by === undefined || by === null ? "We" : things.get("member", by)?.name ?? "A former member");
    return el("article", { class: "card" },
      el("div", { class: "row" },
        el("h2", {}, el("a", { href: () => toConversation(now().campaign, now().id) }, () => now().title)),
        el("span", { class: "status", "data-status": () => now().status }, () => STATUSES[now().status]),
        el("span", { class: "soft small" }, () => personsStanding(now()))),
      seen(texts(now, us), () => now().texts.length > 0),
      seen(el("p", { class: "soft" }, "No texts yet."), () => now().texts.length === 0));
  }

  async function askToOptOut() {
    const says = "Nobody here texts them again, in any campaign, and texts that wait aren't sent. They aren't told.";
    if (await confirmed({ question: sentence`Opt out ${personName(person)}?`, says, verb: "Opt out" })) await act(out, "opt_out_phone", "Opted out.");
  }

  async function askToOptIn() {
    const says = `${mayBeTexted(person, clock)} Only undo it if they want texts again. They can be texted then, in every campaign.`;
    if (await confirmed({ question: sentence`Undo the opt-out of ${personName(person)}?`, says, verb: "Undo the opt-out" })) await act(back, "opt_in_phone", "They can be texted again.");
  }

  async function askToErase() {
    const sure = await confirmed({ question: sentence`Erase what is kept of ${personName(person)}?`, says: erasingSays(person), verb: "Erase" });
    if (!sure) return;
    if (await asking(more, did, () => ask("erase_person", { phone }), ({ sentence: told }) => told)) await open();
  }

  async function act(button, command, done) {
    if (await asking(button, did, () => ask(command, { phone }), () => done)) await open();
  }

  function download() {
    el("a", { href: `/people/${encodeURIComponent(phone)}.json`, download: true }).click();
  }
}
