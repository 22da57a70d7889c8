import assert from "node:assert/strict";
import test from "node:test";

import { Drafts } from "../../static/console/drafts.js";
import { forgetTyped } from "../../static/shared/typed.js";
import { aConversation, anInitial } from "./console_things.mjs";

const ANA = 3;
const BEN = 4;
const more = (text, changes = {}) =>
  aConversation(1, { texts: [...aConversation(1).texts, { id: 3, direction: "out", text, at: 0, status: "queued" }], ...changes });

/** What a browser keeps: as much as `localStorage` as is needed. Its names are its own properties, as there. */
const aStorage = () => Object.create({
  getItem(name) { return Object.hasOwn(this, name) ? this[name] : null; },
  setItem(name, value) { this[name] = String(value); },
  removeItem(name) { delete this[name]; },
});

function draftsOf(member, storage = aStorage()) {
  const drafts = new Drafts(storage);
  drafts.belongTo(member);
  return drafts;
}

test("each conversation keeps what was typed for it", () => {
  const drafts = draftsOf(ANA);
  drafts.keep(aConversation(1), "Hello");
  drafts.keep(aConversation(1, { campaign: 8 }), "Hallo");
  assert.deepEqual([drafts.of(aConversation(1)), drafts.of(aConversation(1, { campaign: 8 })), drafts.of(aConversation(2))],
    ["Hello", "Hallo", undefined]);
});

test("what was typed is there again when the page is loaded again, once it is known whose it is", () => {
  const storage = aStorage();
  draftsOf(ANA, storage).keep(aConversation(1), "Hello");
  const again = new Drafts(storage);
  assert.equal(again.of(aConversation(1)), undefined);
  again.belongTo(ANA);
  assert.equal(again.of(aConversation(1)), "Hello");
});

test("another member of the same browser never sees it, nor does a member whose number begins alike", () => {
  const storage = aStorage();
  const drafts = draftsOf(ANA, storage);
  drafts.keep(aConversation(1), "Hello");
  for (const other of [BEN, 33, 1]) assert.equal(draftsOf(other, storage).of(aConversation(1)), undefined);
  drafts.belongTo(BEN);
  assert.equal(drafts.of(aConversation(1)), undefined);
  drafts.belongTo(ANA);
  assert.equal(drafts.of(aConversation(1)), "Hello");
});

test("signing out by hand forgets what this member typed, and nobody else's", () => {
  const storage = aStorage();
  draftsOf(ANA, storage).keep(aConversation(1), "Hello");
  draftsOf(BEN, storage).keep(aConversation(2), "Hallo");
  storage["something else"] = "kept";
  forgetTyped(ANA, storage);
  assert.equal(draftsOf(ANA, storage).of(aConversation(1)), undefined);
  assert.equal(draftsOf(BEN, storage).of(aConversation(2)), "Hallo");
  assert.equal(storage["something else"], "kept");
});

test("an emptied box is no draft", () => {
  const storage = aStorage();
  const drafts = draftsOf(ANA, storage);
  drafts.keep(aConversation(1), "Hello");
  drafts.keep(aConversation(1), "");
  assert.equal(drafts.of(aConversation(1)), undefined);
  assert.deepEqual(Object.keys(storage), []);
});

test("a changed first message is no reply, and is no draft once the first message is out", () => {
  const drafts = draftsOf(ANA);
  drafts.keep(anInitial(1), "Good morning!");
  assert.equal(drafts.of(anInitial(1)), "Good morning!");
  assert.equal(drafts.of(aConversation(1)), undefined);
  drafts.settle(aConversation(1));
  assert.equal(drafts.of(anInitial(1)), undefined);
});

test("what turns out to have been sent after all is no draft any more, also after a reload", () => {
  const storage = aStorage();
  const drafts = draftsOf(ANA, storage);
  drafts.keep(aConversation(1), "Hello");
  drafts.sending(aConversation(1), "Hello", 2);
  for (const one of [draftsOf(ANA, storage), drafts]) {
    one.settle(more("Hello"));
    assert.equal(one.of(aConversation(1)), undefined);
  }
  assert.deepEqual(Object.keys(storage), []);
});

test("what wasn't sent stays a draft", () => {
  const drafts = draftsOf(ANA);
  drafts.keep(aConversation(1), "Hello");
  drafts.sending(aConversation(1), "Hello", 2);
  drafts.settle(aConversation(1));
  drafts.settle(more("Something else"));
  assert.equal(drafts.of(aConversation(1)), "Hello");
  drafts.wereNotSent(aConversation(1));
  drafts.settle(more("Hello"));
  assert.equal(drafts.of(aConversation(1)), "Hello");
});

test("the same words sent earlier, or without a doubt, change nothing", () => {
  const drafts = draftsOf(ANA);
  drafts.keep(aConversation(1), "Hi Ana!");
  drafts.settle(aConversation(1));
  drafts.sending(aConversation(1), "Hi Ana!", 2);
  drafts.settle(aConversation(1));
  assert.equal(drafts.of(aConversation(1)), "Hi Ana!");
});

test("what is typed while words are on their way is kept when they have arrived", () => {
  const drafts = draftsOf(ANA);
  drafts.keep(aConversation(1), "Hello");
  drafts.sending(aConversation(1), "Hello", 2);
  drafts.keep(aConversation(1), "Hello\n\nSee you!");
  drafts.wereSent(aConversation(1), "Hello");
  assert.equal(drafts.of(aConversation(1)), "See you!");
  drafts.keep(aConversation(1), "Something else");
  drafts.wereSent(aConversation(1), "Hello");
  assert.equal(drafts.of(aConversation(1)), "Something else");
});

test("nothing is kept for a contact who has opted out", () => {
  const storage = aStorage();
  const drafts = draftsOf(ANA, storage);
  drafts.keep(aConversation(1), "Hello");
  drafts.keep(anInitial(1), "Good morning!");
  drafts.settle(aConversation(1, { lane: "opted_out" }));
  assert.deepEqual([drafts.of(aConversation(1)), Object.keys(storage)], [undefined, []]);
});

test("another tab's words are taken over when it has changed them", () => {
  const storage = aStorage();
  const [one, other] = [draftsOf(ANA, storage), draftsOf(ANA, storage)];
  one.keep(aConversation(1), "Hello");
  const [name] = Object.keys(storage);
  other.reread(name);
  assert.equal(other.of(aConversation(1)), "Hello");
  one.drop(aConversation(1));
  other.reread(name);
  assert.equal(other.of(aConversation(1)), undefined);
});

test("a storage that is full, forbidden, missing or holds rubbish does no harm", () => {
  const no = () => { throw new DOMException("no", "QuotaExceededError"); };
  const full = Object.create({ getItem: () => null, setItem: no, removeItem: no });
  const forbidden = new Proxy({}, { get: no, ownKeys: no });
  const rubbish = aStorage();
  for (const [nth, value] of ["", "{", "null", "7", '{"text":7}', '{"text":"x"}'].entries()) rubbish[`handraise words ${ANA}/7/${nth}/reply`] = value;
  for (const storage of [full, forbidden, undefined, rubbish]) {
    const drafts = draftsOf(ANA, storage);
    drafts.keep(aConversation(1), "Hello");
    assert.equal(drafts.of(aConversation(1)), "Hello");
    drafts.drop(aConversation(1));
    assert.equal(drafts.of(aConversation(1)), undefined);
    forgetTyped(ANA, storage);
  }
});

test("a hundred are kept, the newest, for a month", (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_000 });
  const storage = aStorage();
  const drafts = draftsOf(ANA, storage);
  for (let id = 1; id <= 120; id++) {
    drafts.keep(aConversation(id), `Hello ${id}`);
    t.mock.timers.tick(1);
  }
  const again = draftsOf(ANA, storage);
  assert.deepEqual([again.of(aConversation(20)), again.of(aConversation(21))], [undefined, "Hello 21"]);
  assert.equal(Object.keys(storage).length, 100);
  t.mock.timers.tick(31 * 24 * 3_600_000);
  assert.equal(draftsOf(BEN, storage).of(aConversation(21)), undefined);
  assert.equal(Object.keys(storage).length, 0);
});
