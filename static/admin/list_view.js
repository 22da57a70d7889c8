/** Lists of conversations: everybody's, a sender's or the unassigned ones, in any lane or one; kept up to date. */
import { el, follow, newId, refresh, seen } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { Listing, conversationsOf } from "../shared/listing.js";
import { LANES, nameOf } from "../shared/words.js";
import { holderName, listName, snippet } from "./conversation.js";
import { narrowed, narrowings } from "./labels.js";
import { to, toConversation, toList } from "./routes.js";
import { tickedPart } from "./ticked_view.js";

const ROWS_PER_QUESTION = 100; // longer lists are listed again only when asked to
const REST_MS = 2000; // ms between two listings

export function listPart({ id, where, campaign, senders, ask }) {
  const holder = (member) => holderName(member, senders());
  let which; // {holder?, lane?}, {tag} or {answer} as `list_conversations` takes them
  let listing;
  choose(where);
  const long = () => listing.items.length > ROWS_PER_QUESTION;
  const busy = () => (listing.busy ? "true" : null);
  const act = (press) => () => {
    press();
    refresh(element);
  };
  const ticked = tickedPart({ id, senders, ask, items: () => listing.items, moved: () => listing.refresh(), draw: () => refresh(element) });
  const again = { type: "button", class: "plain", "aria-busy": busy, onclick: act(() => listing.refresh()) };
  const more = { type: "button", "aria-busy": busy, hidden: () => listing.next === null, onclick: act(() => listing.more()) };
  const element = el("section", {},
    el("p", { class: "small" }, el("a", { href: to(id, "conversations") }, "All senders")),
    el("h2", {}, () => listName(which, holder, () => narrowed(which, campaign()))),
    el("div", { class: "row filters" }, holders(), lanes(), labelled(), el("button", again, "List again")),
    seen(ticked.element, () => campaign().status !== "archived"),
    el("p", { class: "outcome refused", role: "status" }, () => listing.refusal),
    el("p", { class: "notice", hidden: () => !long() }, `More than ${ROWS_PER_QUESTION} are shown: press List again to see what has changed.`),
    el("p", { class: "soft", role: "status" }, () => (listing.listed && !listing.items.length ? "There are none right now." : "")),
    keyed(el("ul", { class: "conversations", "aria-busy": busy }), () => listing.items, ({ id }) => id, line),
    el("button", more, "More"));
  return { element, told };

  /** List again after a change in the campaign, and after we were away (`thing` is null). */
  function told(thing) {
    if (thing === null) listing.doubt();
    if (thing === null || (thing.campaign === id && !long())) listing.refresh();
  }

  /** Begin another list in the same place: the page doesn't turn, so that the focus stays in the field. */
  function choose(chosen) {
    const names = ["tag", "answer"].filter((name) => chosen[name] !== undefined); // these stand alone
    const meant = names.length ? names.slice(0, 1) : ["holder", "lane"];
    which = Object.fromEntries(meant.filter((name) => chosen[name] !== undefined).map((name) => [name, chosen[name]]));
    listing = new Listing({ read: conversationsOf(ask, { campaign: id, ...which }), changed: () => refresh(element), rest: REST_MS });
    listing.refresh();
  }

  function chosen(change) {
    const { holder: whose, lane } = which;
    const now = { holder: whose, lane, ...change };
    history.replaceState(null, "", toList(id, now));
    choose(now);
    refresh(element);
  }

  function line(now) {
    return el("li", { class: "row ticked" }, ticked.box(now), el("div", { class: "who" },
      el("a", { href: () => toConversation(id, now().id, which) }, () => nameOf(now())),
      el("span", { class: "soft small" }, () => ` ${LANES[now().lane]} · ${holder(now().holder)}`),
      el("p", { class: "snippet" }, () => snippet(now()))));
  }

  function holders() {
    const people = [...senders()].sort((a, b) => a.name.localeCompare(b.name)).map((each) => [String(each.id), each.name]);
    const now = () => (which.holder === undefined ? "" : String(which.holder ?? "nobody"));
    const options = [["", "Everybody"], ["nobody", "Unassigned"], ...people];
    return select("Held by", options, now, (key) => chosen({ holder: held(key) }));
  }

  function lanes() {
    const options = [["", "Any lane"], ...Object.entries(LANES)];
    return select("Lane", options, () => which.lane ?? "", (key) => chosen({ lane: key || undefined }));
  }

  function labelled() {
    const options = [["", "Any or none"], ...narrowings(campaign())];
    const now = () => (which.tag !== undefined ? `tag ${which.tag}` : which.answer !== undefined ? `answer ${which.answer}` : "");
    const box = select("Tag or answer", options, now, (key) => chosen(key ? { [key.split(" ")[0]]: Number(key.split(" ")[1]) } : {}));
    return seen(box, () => options.length > 1);
  }
}

const held = (key) => (key === "" ? undefined : key === "nobody" ? null : Number(key));

function select(label, options, now, pick) {
  const box = el("select", { id: newId(), onchange: () => pick(box.value) },
    ...options.map(([value, title]) => el("option", { value }, title)));
  follow(box, () => (box.value = now()));
  return el("div", { class: "field" }, el("label", { for: box.id }, label), box);
}
