/** The page of a search: people by name or phone, over all campaigns. */
import { el, newId, refresh } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { STATUSES } from "./board.js";
import { toConversation, toPerson, toSearch } from "./routes.js";
import { foundSays, grouped, standing } from "./search.js";
import { Typing } from "./typing.js";

export function searchPage({ ask }, { query }) {
  const id = newId();
  const typing = new Typing((typed) => ask("search_people", { query: typed }), () => refresh(element));
  const input = el("input", { id, type: "search", autocomplete: "off", spellcheck: "false", maxlength: 200, oninput: type });
  input.value = query;
  const people = () => grouped(typing.answer?.people ?? []);
  const element = el("section", {},
    el("h1", {}, "Search"),
    el("form", { role: "search", onsubmit: submit },
      el("div", { class: "field narrow" }, el("label", { for: id }, "Name or phone"),
        el("p", { class: "soft small" }, "Beginnings of names in any order, a phone number, or its last four digits."), input)),
    el("p", { class: "outcome refused", role: "status" }, () => typing.refusal),
    el("p", { class: "soft", role: "status" }, () => foundSays(typing.answer)),
    keyed(el("ul", { class: "found" }), people, ({ phone }) => phone, line));
  if (query) typing.type(query, 0);
  return { element, title: () => (typing.asked ? `Search: ${typing.asked}` : "Search"), ready: () => input.focus() };

  function type() {
    history.replaceState(null, "", toSearch(input.value.trim()));
    typing.type(input.value);
  }

  function submit(event) {
    event.preventDefault();
    typing.type(input.value, 0);
  }
}

function line(now) {
  return el("li", { class: "card" },
    el("p", { class: "who" },
      el("a", { href: () => toPerson(now().phone) }, () => now().name),
      el("span", { class: "soft number" }, () => now().phone),
      el("span", { class: "status opted-out", hidden: () => !now().opted_out }, "Opted out")),
    keyed(el("ul"), () => now().places, ({ campaign, conversation }) => `${campaign}:${conversation}`, place));
}

function place(now) {
  return el("li", {},
    el("a", { href: () => toConversation(now().campaign, now().conversation) }, () => now().title),
    el("span", { class: "status", "data-status": () => now().status }, () => STATUSES[now().status]),
    el("span", { class: "soft small" }, () => standing(now())));
}
