/** Conversations to read, page by page: everybody's, a sender's or the unassigned ones, in any lane or one. */
import { asking, outcome } from "../asking.js";
import { el, newId } from "../dom.js";
import { asker } from "./fields.js";
import { LANE_NAMES, snippet } from "./conversation.js";
import { to, toList } from "./routes.js";

const PAGE = 50;

export function listPart({ id, where, senders, ask, go }) {
  const says = outcome();
  const list = el("ul", { class: "conversations" });
  const more = asker("More", fetchMore);
  let after;
  const asked = { holder: where.holder, lane: where.lane };
  const first = el("button", { type: "button", class: "plain" }, "List again");
  first.addEventListener("click", start);
  start();
  return {
    element: el("section", {},
      el("p", { class: "small" }, el("a", { href: to(id, "conversations") }, "All senders")),
      el("h2", {}, heading()),
      el("div", { class: "row filters" }, holders(), lanes(), first), says, list, more.element),
  };

  function heading() {
    if (asked.holder === undefined) return "Everybody's conversations";
    return asked.holder === null ? "Unassigned conversations" : `Conversations of ${nameOf(asked.holder)}`;
  }

  function nameOf(holder) {
    return senders().find((each) => each.id === holder)?.name ?? "a former sender";
  }

  function holders() {
    const people = [...senders()].sort((a, b) => a.name.localeCompare(b.name));
    const options = [["", "Everybody"], ["nobody", "Unassigned"], ...people.map(({ id: member, name }) => [String(member), name])];
    const now = asked.holder === undefined ? "" : String(asked.holder ?? "nobody");
    return chosen("Held by", options, now, (key) =>
      go(toList(id, { ...asked, holder: key === "" ? undefined : key === "nobody" ? null : Number(key) })));
  }

  function lanes() {
    const options = [["", "Any lane"], ...Object.entries(LANE_NAMES)];
    return chosen("Lane", options, asked.lane ?? "", (key) => go(toList(id, { ...asked, lane: key || undefined })));
  }

  async function start() {
    after = undefined;
    await asking(first, says, async () => {
      const page = await fetchPage();
      list.replaceChildren();
      return page;
    }, shown);
  }

  async function fetchMore() {
    shown(await fetchPage());
  }

  function fetchPage() {
    const args = { campaign: id, limit: PAGE };
    if (asked.holder !== undefined) args.holder = asked.holder;
    if (asked.lane !== undefined) args.lane = asked.lane;
    if (after) args.after = after;
    return ask("list_conversations", args);
  }

  function shown({ conversations, next }) {
    list.append(...conversations.map((each) => item(each)));
    after = next;
    more.element.hidden = !next;
    return list.childElementCount ? "" : "There are none right now.";
  }

  function item(conversation) {
    const { first_name, last_name, phone } = conversation.contact;
    const holder = conversation.holder === null ? "Unassigned" : nameOf(conversation.holder);
    return el("li", {}, el("a", { href: to(id, `conversation/${conversation.id}`) }, `${first_name} ${last_name}`.trim() || phone),
      el("span", { class: "soft small" }, ` ${LANE_NAMES[conversation.lane]} · ${holder}`), el("p", { class: "snippet" }, snippet(conversation)));
  }
}

function chosen(label, options, now, pick) {
  const select = el("select", { id: newId(), onchange: () => pick(select.value) },
    ...options.map(([value, title]) => el("option", { value, selected: value === now }, title)));
  return el("div", { class: "field" }, el("label", { for: select.id }, label), select);
}
