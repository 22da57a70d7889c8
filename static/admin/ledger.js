/** A campaign's ledger in words: which conversations moved, by whom, from whom to whom. Pure. */
import { many } from "../shared/numbers.js";
import { LANES } from "../shared/words.js";

const conversations = (move) => many(move.count, "conversation");

/** verb → the sentence of one of its moves. `name(member)` is a member's name, `move` as `list_ledger` gives it. */
const SENTENCES = {
  add_contacts: (move) => `${many(move.count, "contact")} came in`,
  request_conversations: (move, { by }) => `${by} requested ${conversations(move)}${lane(move)}`,
  join_campaign: (move, { by }) => `${by} joined and got ${conversations(move)}`,
  serve_room: (move, { to }) => `${to} had waited and got ${conversations(move)}${lane(move)}`,
  launch_campaign: (move, { to }) => `${to} got ${conversations(move)} at the launch`,
  release_conversations: (move, { by }) => `${by} gave back ${conversations(move)}${lane(move)}`,
  finish_day: (move, { by }) => `${by} was done for the day and gave back ${conversations(move)}${lane(move)}`,
  skip_conversation: (move, { by }) => `${by} skipped ${conversations(move)}`,
  take_back: (move, { from }) => `${conversations(move)} of ${from} went back${lane(move)}: they did nothing`,
  move_conversations: (move, people) => SENTENCES[move.new_holder === null ? "unassign" : "reassign"](move, people),
  unassign: (move, { by, from }) => `${by} took back ${conversations(move)} from ${from}${lane(move)}`,
  reassign: (move, { by, from, to }) => `${by} gave ${conversations(move)} of ${from} to ${to}${lane(move)}`,
  remove_sender: (move, { by, from }) => `${by} removed ${from} as a sender: ${conversations(move)} went back`,
  finish_removals: (move, { from }) => `${from} is no sender any more: ${conversations(move)} went back`,
  send_initial: (move, { by }) => `${by} sent the first message`,
  send_bulk: (move) => `${many(move.count, "first message")} went out in bulk`,
  send_reply: (move, { by }) => (move.new_lane === "closed" ? `${by} closed it` : `${by} answered`),
  receive_text: (move) => (move.new_lane === "opted_out" ? "The contact opted out" : move.lane === "opted_out" ? "The contact came back" : "The contact wrote"),
  close_conversation: (move, { by }) => `${by} closed it`,
  report_wrong_number: (move, { by }) => `${by} reported a wrong number`,
  undo: (move, { by }) => `${by} undid the last act`,
  opt_out: (move, { by }) => (by === NOBODY ? "The contact was opted out" : `${by} opted the contact out`),
  opt_out_contacts: (move) => `${many(move.count, "contact")} had opted out elsewhere`,
  opt_in: () => "The opt-out was undone",
  note_lookups: (move) => `${many(move.count, "number")} turned out to be ${move.count === 1 ? "a landline" : "landlines"}: closed`,
  erase_contact: () => "The contact was erased: closed",
  remove_contacts: (move, { by }) => `${by} removed ${many(move.count, "contact")}`,
  correct_contact: (move, { by }) => `${by} corrected the contact`,
};

const NOBODY = "Nobody";

/** Return an entry's sentences, one for each of its moves. `name(member)` is a member's name. */
export function sentences({ verb, by, moves }, name) {
  const who = (member) => (member === null || member === undefined ? null : name(member));
  return moves.map((move) => {
    const people = { by: who(by) ?? NOBODY, from: who(move.holder) ?? "the unassigned", to: who(move.new_holder) ?? "nobody" };
    return (SENTENCES[verb] ?? otherwise)(move, people, verb);
  });
}

/** Return an entry as rows: [{id, at, says, conversation?}], one for each of its moves; `conversation` is a single one's id. */
export const rowsOf = (entry, name) =>
  sentences(entry, name).map((says, nth) => ({ id: `${entry.id} ${nth}`, at: entry.at, says, conversation: entry.moves[nth].conversation ?? null }));

// A move that this page has no words for: an older or newer version's.
const otherwise = (move, { by }, verb) =>
  `${by === NOBODY ? "" : `${by}: `}${verb.replaceAll("_", " ")}, ${conversations(move)} from ${placed(move.lane)} to ${placed(move.new_lane)}`;

const placed = (name) => LANES[name] ?? "nowhere";

// The lane is said where it isn't the usual one, first messages.
const lane = ({ lane, count }) => ({ reply: " with a reply waiting", quiet: count === 1 ? " that is quiet" : " that are quiet" })[lane] ?? "";
