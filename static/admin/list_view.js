/** Conversations to read: everybody's, a sender's or the unassigned ones, in any lane or one; listed again as they change. */
import { asking, outcome } from "../shared/asking.js";
import { el, newId, setAttribute } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { LANE_NAMES, called, listName, snippet } from "./conversation.js";
import { asker } from "./fields.js";
import { setText } from "./live.js";
import { to, toConversation, toList } from "./routes.js";

const PAGE = 50;
const MOST = 100; // conversations that one question may ask for; longer lists are listed again only when asked to
const PAUSE = 2000; // ms between two listings

export function listPart({ id, where, senders, ask }) {
  const says = outcome();
  const heading = el("h2");
  const still = el("p", { class: "notice", hidden: true }, `More than ${MOST} are shown: press List again to see what has changed.`);
  const none = el("p", { class: "soft", role: "status" });
  const list = el("ul", { class: "conversations" });
  const show = keyed(list, (each) => each.id, () => line(nameOf));
  const again = el("button", { type: "button", class: "plain", onclick: () => listAgain(again) }, "List again");
  const more = asker("More", () => addUpTo(open + PAGE, { all: conversations, next }));
  let which = {}; // {holder?, lane?} as `list_conversations` takes them
  let open = PAGE; // how many are asked for when it is listed again
  let conversations = [];
  let next = null;
  let pause;
  let listing = false;
  let stale = false; // something has changed since this listing began
  choose(where);
  return {
    element: el("section", {},
      el("p", { class: "small" }, el("a", { href: to(id, "conversations") }, "All senders")),
      heading, el("div", { class: "row filters" }, holders(), lanes(), again), says, still, none, list, more.element),
    told,
    close: () => clearTimeout(pause),
  };

  /** A change in the campaign may be one here; null: we were away. */
  function told(thing) {
    if ((thing && thing.campaign !== id) || pause || conversations.length > MOST) return;
    pause = setTimeout(() => {
      pause = undefined;
      return listAgain();
    }, PAUSE);
  }

  /** Begins a list anew, in its place: the page doesn't turn, so that the focus stays in what was chosen. */
  function choose({ holder, lane }) {
    which = { ...(holder !== undefined && { holder }), ...(lane && { lane }) };
    open = PAGE;
    heading.textContent = listName(which, nameOf);
    listed([], null);
    none.textContent = ""; // not known yet
    return listAgain();
  }

  function chosen(change) {
    const chosenNow = { ...which, ...change };
    history.replaceState(null, "", toList(id, chosenNow));
    return choose(chosenNow);
  }

  /** As much as is open; what changes meanwhile is listed after it. `busy` is what was pressed, if anything. */
  async function listAgain(busy = list) {
    stale = true;
    if (listing) return;
    listing = true;
    try {
      while (stale) {
        stale = false;
        await asking(busy, says, () => addUpTo(open, { all: [], next: null }));
      }
    } finally {
      listing = false;
    }
  }

  /** Asks, several times if need be, until there are so many; what is no longer chosen by then isn't shown. */
  async function addUpTo(many, { all, next: after }) {
    const asked = which;
    do {
      const limit = Math.min(Math.max(many - all.length, 1), MOST);
      const answer = await ask("list_conversations", { campaign: id, ...asked, limit, ...(after && { after }) });
      if (asked !== which) return;
      all = [...all, ...answer.conversations];
      after = answer.next;
    } while (after && all.length < many);
    open = many;
    listed(all, after);
  }

  function listed(all, after) {
    conversations = [...new Map(all.map((each) => [each.id, each])).values()]; // one that moved may be on two pages
    next = after;
    show(conversations.map((each) => ({ ...each, href: toConversation(id, each.id, which) })));
    still.hidden = conversations.length <= MOST;
    none.textContent = conversations.length ? "" : "There are none right now.";
    more.element.hidden = !next;
  }

  function nameOf(member) {
    if (member === null) return "Unassigned";
    return senders().find((each) => each.id === member)?.name ?? "a former sender";
  }

  function holders() {
    const people = [...senders()].sort((a, b) => a.name.localeCompare(b.name)).map((each) => [String(each.id), each.name]);
    const now = which.holder === undefined ? "" : String(which.holder ?? "nobody");
    const options = [["", "Everybody"], ["nobody", "Unassigned"], ...people];
    return select("Held by", options, now, (key) => chosen({ holder: held(key) }));
  }

  function lanes() {
    const options = [["", "Any lane"], ...Object.entries(LANE_NAMES)];
    return select("Lane", options, which.lane ?? "", (key) => chosen({ lane: key || undefined }));
  }
}

const held = (key) => (key === "" ? undefined : key === "nobody" ? null : Number(key));

function line(nameOf) {
  const [name, about, said] = ["", "", ""].map((text) => document.createTextNode(text));
  const link = el("a", {}, name);
  const element = el("li", {}, link, el("span", { class: "soft small" }, about), el("p", { class: "snippet" }, said));
  return {
    element,
    fill(conversation) {
      setAttribute(link, "href", conversation.href);
      setText(name, called(conversation.contact));
      setText(about, ` ${LANE_NAMES[conversation.lane]} · ${nameOf(conversation.holder)}`);
      setText(said, snippet(conversation));
    },
  };
}

function select(label, options, now, pick) {
  const box = el("select", { id: newId(), onchange: () => pick(box.value) },
    ...options.map(([value, title]) => el("option", { value, selected: value === now }, title)));
  return el("div", { class: "field" }, el("label", { for: box.id }, label), box);
}
