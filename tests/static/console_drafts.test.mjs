import assert from "node:assert/strict";
import test from "node:test";

import { Drafts } from "../../static/console/drafts.js";
import { aConversation } from "./console_things.mjs";

const sent = (text) => aConversation(1, { texts: [...aConversation(1).texts, { id: 3, direction: "out", text, at: 0, status: "queued" }] });

test("each conversation keeps what was typed for it", () => {
  const drafts = new Drafts();
  drafts.keep(aConversation(1), "Hello");
  drafts.keep(aConversation(1, { campaign: 8 }), "Hallo");
  assert.deepEqual([drafts.of(aConversation(1)), drafts.of(aConversation(1, { campaign: 8 })), drafts.of(aConversation(2))],
    ["Hello", "Hallo", undefined]);
});

test("an emptied box is no draft", () => {
  const drafts = new Drafts();
  drafts.keep(aConversation(1), "Hello");
  drafts.keep(aConversation(1), "");
  assert.equal(drafts.of(aConversation(1)), undefined);
});

test("what turns out to have been sent after all is no draft any more", () => {
  const drafts = new Drafts();
  drafts.keep(aConversation(1), "Hello");
  drafts.doubt(aConversation(1), "Hello", 2);
  drafts.settle(sent("Hello"));
  assert.equal(drafts.of(aConversation(1)), undefined);
});

test("what wasn't sent stays a draft", () => {
  const drafts = new Drafts();
  drafts.keep(aConversation(1), "Hello");
  drafts.doubt(aConversation(1), "Hello", 2);
  drafts.settle(aConversation(1));
  drafts.settle(sent("Something else"));
  assert.equal(drafts.of(aConversation(1)), "Hello");
});

test("the same words sent earlier, or without a doubt, change nothing", () => {
  const drafts = new Drafts();
  drafts.keep(aConversation(1), "Hi Ana!");
  drafts.settle(aConversation(1));
  drafts.doubt(aConversation(1), "Hi Ana!", 2);
  drafts.settle(aConversation(1));
  assert.equal(drafts.of(aConversation(1)), "Hi Ana!");
});
