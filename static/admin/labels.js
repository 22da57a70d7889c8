/** Tags and answers of a campaign, for admins. Pure: things → words and numbers. */
import { count } from "../shared/numbers.js";

/** Return the tags that a campaign may choose, in the account's order, each with `on`: chosen. */
export function choices(all, chosen) {
  const on = new Set(chosen.filter(({ offered }) => offered).map(({ id }) => id));
  const own = chosen.filter(({ id, offered }) => offered && !all.some((tag) => tag.id === id)); // taken off the account
  return [...all, ...own].map(({ id, name }) => ({ id, name, on: on.has(id) }));
}

/** Return the ids of the chosen tags after a press of one. */
export const choosing = (all, tag, on) => all.filter((each) => (each.id === tag ? on : each.on)).map(({ id }) => id);

/** Return a question for the chart: its answers with the share of each, 0 to 100, of all who answered it. */
export function charted({ id, question, offered, answers }) {
  const shown = answers.filter((answer) => answer.offered || answer.count);
  const all = shown.reduce((sum, answer) => sum + answer.count, 0);
  const bars = shown.map((answer) => ({
    id: answer.id,
    name: answer.offered ? answer.answer : `${answer.answer} (taken off)`,
    count: answer.count,
    percent: all ? (100 * answer.count) / all : 0,
  }));
  return { id, title: offered ? question : `${question} (taken off)`, all, bars };
}

/** Return the tags for the chart: the share of each is of all contacts. */
export function chartedTags(tags, contacts) {
  const bars = tags.filter(({ offered, count: had }) => offered || had).map((tag) => ({
    id: tag.id,
    name: tag.offered ? tag.name : `${tag.name} (taken off)`,
    count: tag.count,
    percent: contacts ? (100 * tag.count) / contacts : 0,
  }));
  return { id: 0, title: "Tags", all: contacts, bars };
}

/** Return "12 · 40 %". */
export const barSays = (bar) => `${count(bar.count)} · ${Math.round(bar.percent)} %`;

/** Return what a list can be narrowed to, as [key, words]: "tag 3" or "answer 5". */
export const narrowings = ({ tags, survey }) => [
  ...tags.map(({ id, name }) => [`tag ${id}`, `Tag: ${name}`]),
  ...survey.flatMap(({ question, answers }) => answers.map(({ id, answer }) => [`answer ${id}`, `${question} ${answer}`])),
];

/** Return the words for a narrowed list, {tag?} or {answer?}; undefined for any other list. */
export function narrowed({ tag, answer }, campaign) {
  const key = tag !== undefined ? `tag ${tag}` : `answer ${answer}`;
  return narrowings(campaign).find(([each]) => each === key)?.[1];
}

/** Return what was noted of a conversation, as [name, value] pairs. */
export function noted({ tags = [], answers = {} }, campaign) {
  const names = tags.map((id) => campaign.tags.find((tag) => tag.id === id)?.name).filter(Boolean);
  const asked = campaign.survey
    .map(({ id, question, answers: given }) => [question, given.find((answer) => answer.id === answers[id])?.answer])
    .filter(([, answer]) => answer);
  return [...(names.length ? [["Tags", names.join(", ")]] : []), ...asked];
}
