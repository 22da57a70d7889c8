/** A campaign's answers at hand: canned replies, the tags that texters may use, and the questions of its survey. */
import { asking, outcome, refuse, say } from "../shared/asking.js";
import { el, refresh } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { limits } from "../shared/limits.js";
import { many } from "../shared/numbers.js";
import { Refusal } from "../shared/socket.js";
import { switched } from "./fields.js";
import { listForm } from "./list_form_view.js";
import { choices, choosing } from "./labels.js";
import { offered } from "./message.js";

export function atHandPart({ id, campaign, things, ask }) {
  let known; // what `list_at_hand` has said last
  let at = -1; // the campaign's `at_hand` by then
  let looking; // the reading of it
  const says = outcome();
  const element = el("section", {},
    el("h2", {}, "Answers at hand"),
    el("p", {}, "Texters see these beside a conversation."), says,
    el("div", { class: "card" }, el("h3", {}, "Canned replies"), fieldsHint(), ...replies()),
    el("div", { class: "card" }, el("h3", {}, "Tags"), tags()),
    el("div", { class: "card" }, el("h3", {}, "Survey"),
      el("p", { class: "soft small" }, "One press notes an answer. If you remove a question or an answer, what was noted before stays counted, and in the export."), survey().element));
  look();
  return { element, told: (thing) => (thing === null || thing.kind === "campaign") && look() };

  function fieldsHint() {
    return el("p", { class: "soft small" }, () => `Merge fields fill in: ${offered(campaign()).map((name) => `{${name}}`).join(" ") || "{first_name}"}.`);
  }

  /** Read what is saved if it has changed. Return a promise of when it is here. */
  function look() {
    if (at !== campaign().at_hand) looking = read();
    return looking;
  }

  async function read() {
    at = campaign().at_hand;
    try {
      known = await ask("list_at_hand", { campaign: id });
      say(says, "");
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      at = -1;
      refuse(says, error.sentence, error);
    }
    refresh(element);
  }

  /** Save a list, and read what is saved by then. */
  async function save(command, given) {
    await ask(command, { campaign: id, ...given });
    await look();
  }

  /** Return the editor of the canned replies, and the button that adds the account's to it. */
  function replies() {
    const form = listForm({
      saved: () => known?.canned,
      ask: (list) => save("set_canned_replies", { replies: list }),
      verb: "Save the replies",
      noun: "reply",
      blank: { title: "", text: "" },
      fields: [{ name: "title", label: "Title" }, { name: "text", label: "Reply", rows: 2 }],
      most: () => limits.canned_replies,
    });
    const told = outcome();
    const button = el("button", { type: "button", class: "small", onclick: () => asking(button, told, () => ask("list_account_canned", {}), ({ canned }) => addedSays(canned, form.add(canned))) },
      "Add the account’s replies");
    return [form.element, el("div", { class: "row below" }, button, told)];
  }

  function survey() {
    return listForm({
      saved: () => known?.survey,
      ask: (list) => save("set_survey", { questions: list }),
      verb: "Save the survey",
      noun: "question",
      blank: { question: "", answers: [] },
      fields: [{ name: "question", label: "Question" }],
      most: () => limits.questions,
      inner: {
        name: "answers",
        noun: "answer",
        blank: { answer: "", reply: "" },
        fields: [{ name: "answer", label: "Answer" }, { name: "reply", label: "Reply that goes with it (optional)", rows: 2 }],
        most: () => limits.answers,
      },
    });
  }

  function tags() {
    const account = () => things.all("account")[0];
    const all = () => choices(account().tags, campaign().tags);
    const press = (tag) => (on) => ask("set_campaign_tags", { campaign: id, tags: choosing(all(), tag, on) });
    const line = (now) => switched(() => now().name, () => now().on, press(now().id));
    return el("div", {},
      el("p", { hidden: () => all().length > 0 }, "The account has no tags yet. ", el("a", { href: "#/tags" }, "Make some")),
      keyed(el("div"), all, ({ id: tag }) => tag, line));
  }
}

/** Return what came of adding the account's canned replies. */
function addedSays(canned, added) {
  if (added) return `${many(added, "reply", "replies")} added. Save to keep ${added === 1 ? "it" : "them"}.`;
  return canned.length ? "They are all here already." : "The account has none. Account → Canned replies makes some.";
}
