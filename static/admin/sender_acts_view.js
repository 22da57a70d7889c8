/** The acts on one sender, in their row of the table: take back, give more, write to them, remove. */
import { asking } from "../shared/asking.js";
import { confirmed } from "../shared/confirmed.js";
import { el } from "../shared/dom.js";
import { limits } from "../shared/limits.js";
import { count, many } from "../shared/numbers.js";
import { sentence } from "../shared/sentence.js";
import { inAll } from "./board.js";
import { menu } from "./menu_view.js";
import { wholeNumber } from "./numbers.js";
import { ask as askFor } from "./question_view.js";
import { toList } from "./routes.js";

/**
 * Return the column: {title, cell(now) → element}. `said` is the place for what came of an act, and `rest()` puts the
 * focus where it belongs once a row has gone.
 */
export function actsColumn({ id, campaign, ask }, said, rest) {
  return { title: "Acts", cell: (now) => menu("Acts", items(now), () => `Acts on ${now().name}`) };

  function items(now) {
    const there = () => campaign().unassigned.initial + campaign().unassigned.reply;
    return [
      { title: "Read their conversations", href: toList(id, { holder: now().id }) },
      { title: () => `Take back all ${count(inAll(now()))}`, press: () => takeBack(now(), ["initial", "reply", "quiet"]), shown: () => inAll(now()) > 0 },
      { title: () => `Take back ${count(now().initial)} unsent`, press: () => takeBack(now(), ["initial"]), shown: () => now().initial > 0 },
      { title: "Give more…", press: () => give(now()), shown: () => there() > 0 },
      { title: "Message…", press: () => write(now()) },
      { title: "Remove", press: () => remove(now()), danger: true },
    ];
  }

  function takeBack({ id: member, name }, lanes) {
    const question = () => ask("unassign", { campaign: id, holders: [member], lanes });
    return asking(said, said, question, ({ moved }) => sentence`${many(moved, "conversation")} of ${name} went back.`);
  }

  function give({ id: member, name }) {
    askFor({
      question: sentence`Give more to ${name}`, label: "How many", verb: "Give them",
      hint: "Of the unassigned: replies that wait first, then first messages. Their own limits don't count here.",
      input: el("input", { type: "text", inputmode: "numeric", autocomplete: "off", class: "short" }),
      read: (text) => wholeNumber(text) || undefined, cannot: "Write a whole number, 1 or more.",
      does: async (number) => {
        const { moved } = await ask("reassign", { campaign: id, holders: null, to: [member], lanes: ["reply", "initial"], count: number });
        say(sentence`${name} got ${many(moved, "conversation")}.`);
      },
    });
  }

  function write({ id: member, name }) {
    askFor({
      question: sentence`Message to ${name}`, label: "Message", verb: "Show it to them",
      hint: "It stands above their conversations in this campaign until they put it away.",
      input: el("textarea", { rows: 3, maxlength: limits.message }),
      read: (text) => text.trim() || undefined, cannot: "Write something first.",
      does: async (text) => {
        await ask("message_sender", { campaign: id, member, text });
        say(sentence`${name} sees your message in their console.`);
      },
    });
  }

  async function remove({ id: member, name, ...lanes }) {
    const open = inAll(lanes);
    const sure = !open || await confirmed({
      question: `Remove ${name}?`,
      says: `${many(open, "conversation")} that ${name} holds will become unassigned.`,
      verb: "Remove",
    });
    const question = () => ask("remove_sender", { campaign: id, member });
    if (sure && (await asking(said, said, question, () => `${name} is no sender any more.`))) rest();
  }

  function say(words) {
    asking(said, said, async () => null, () => words);
  }
}
