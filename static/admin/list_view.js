/** Conversations to read: everybody's, a sender's or the unassigned ones, in any lane or one; listed again as they change. */
import { asking, outcome } from "../asking.js";
import { LANE_NAMES, called, snippet } from "./conversation.js";
import { el, newId } from "../dom.js";
import { asker } from "./fields.js";
import { keyed } from "../keyed.js";
import { setText } from "./live.js";
import { to, toList } from "./routes.js";

const PAGE = 50;
const MOST = 100; // conversations that one question may ask for; longer lists are listed again when asked to
const PAUSE = 2000; // ms between two listings

export function listPart({ id, where: { holder, lane }, senders, ask, go }) {
  const says = outcome();
  const none = el("p", { class: "soft", role: "status" });
  const list = el("ul", { class: "conversations" });
  const show = keyed(list, (each) => each.id, (each) => line(to(id, `conversation/${each.id}`), nameOf));
  const again = el("button", { type: "button", class: "plain", onclick: () => listAgain() }, "List again");
  const more = asker("More", async () => listed([...conversations, ...(await page(PAGE, next))]));
  let conversations = [];
  let next = null;
  let pause;
  listAgain();
  return {
    element: el("section", {},
      el("p", { class: "small" }, el("a", { href: to(id, "conversations") }, "All senders")),
      el("h2", {}, heading()),
      el("div", { class: "row filters" }, holders(), lanes(), again), says, none, list, more.element),
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

  function listAgain() {
    return asking(again, says, async () => listed(await page(conversations.length > PAGE ? MOST : PAGE)));
  }

  async function page(limit, after) {
    const asked = { campaign: id, limit, ...(holder !== undefined && { holder }), ...(lane && { lane }), ...(after && { after }) };
    const answer = await ask("list_conversations", asked);
    next = answer.next;
    return answer.conversations;
  }

  function listed(all) {
    conversations = [...new Map(all.map((each) => [each.id, each])).values()]; // one that moved may be on two pages
    show(conversations);
    none.textContent = conversations.length ? "" : "There are none right now.";
    more.element.hidden = !next;
  }

  function heading() {
    if (holder === undefined) return "Everybody's conversations";
    return holder === null ? "Unassigned conversations" : `Conversations of ${nameOf(holder)}`;
  }

  function nameOf(member) {
    if (member === null) return "Unassigned";
    return senders().find((each) => each.id === member)?.name ?? "a former sender";
  }

  function holders() {
    const people = [...senders()].sort((a, b) => a.name.localeCompare(b.name)).map((each) => [String(each.id), each.name]);
    const now = holder === undefined ? "" : String(holder ?? "nobody");
    const options = [["", "Everybody"], ["nobody", "Unassigned"], ...people];
    return chosen("Held by", options, now, (key) => go(toList(id, { lane, holder: held(key) })));
  }

  function lanes() {
    const options = [["", "Any lane"], ...Object.entries(LANE_NAMES)];
    return chosen("Lane", options, lane ?? "", (key) => go(toList(id, { holder, lane: key || undefined })));
  }
}

const held = (key) => (key === "" ? undefined : key === "nobody" ? null : Number(key));

function line(href, nameOf) {
  const [name, about, said] = ["", "", ""].map((text) => document.createTextNode(text));
  const element = el("li", {}, el("a", { href }, name), el("span", { class: "soft small" }, about), el("p", { class: "snippet" }, said));
  return {
    element,
    fill(conversation) {
      setText(name, called(conversation.contact));
      setText(about, ` ${LANE_NAMES[conversation.lane]} · ${nameOf(conversation.holder)}`);
      setText(said, snippet(conversation));
    },
  };
}

function chosen(label, options, now, pick) {
  const select = el("select", { id: newId(), onchange: () => pick(select.value) },
    ...options.map(([value, title]) => el("option", { value, selected: value === now }, title)));
  return el("div", { class: "field" }, el("label", { for: select.id }, label), select);
}
