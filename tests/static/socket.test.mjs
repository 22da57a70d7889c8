import assert from "node:assert/strict";
import test from "node:test";

import { limits } from "../../static/shared/limits.js";
import { Refusal, Socket } from "../../static/shared/socket.js";
import { storeNow } from "../../static/shared/store_time.js";

// The browser's side of the world: a WebSocket that the test plays the hub through.
class Wire {
  static all = [];
  sent = [];
  constructor(address, subprotocol) {
    Object.assign(this, { address, subprotocol });
    Wire.all.push(this);
  }
  send(frame) {
    this.sent.push(JSON.parse(frame));
  }
  close() {
    this.closed = true;
  }
  hub(...frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }
}

const OPENED = { me: { id: 3 }, things: [] };

function start(t) {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  Wire.all = [];
  const went = [];
  const browser = new EventTarget();
  globalThis.WebSocket = Wire;
  globalThis.location = { protocol: "https:", host: "text.example.org", pathname: "/console", hash: "#7", assign: (to) => went.push(to) };
  globalThis.addEventListener = browser.addEventListener.bind(browser);
  const heard = [];
  const socket = new Socket("/ws/texter", {
    open: "open_console",
    onOpen: (reply) => heard.push(["opened", reply]),
    onThing: (thing) => heard.push(["changed", thing]),
    onGone: (thing) => heard.push(["gone", thing]),
    onState: (state, sentence) => heard.push([state, sentence]),
  });
  const states = () => heard.filter(([what]) => !["opened", "changed", "gone"].includes(what)).map(([state]) => state);
  const wire = () => Wire.all.at(-1);
  const open = () => {
    wire().onopen();
    const [ref] = wire().sent.at(-1);
    wire().hub("reply", ref, OPENED);
  };
  return { socket, heard, states, wire, open, went, browser, tick: (ms) => t.mock.timers.tick(ms) };
}

test("it connects with our subprotocol and opens the console", (t) => {
  const { wire, open, states, heard } = start(t);
  assert.equal(wire().address, "wss://text.example.org/ws/texter");
  assert.equal(wire().subprotocol, "handraise.v1.json");
  open();
  assert.deepEqual(wire().sent, [[1, "open_console", {}]]);
  assert.deepEqual(states(), ["connecting", "open"]);
  assert.deepEqual(heard.at(-1), ["opened", OPENED]);
});

test("a reply answers its question, a refusal rejects it with its word, sentence and details", async (t) => {
  const { socket, wire, open } = start(t);
  open();
  const first = socket.ask("close_conversation", { campaign: 7, conversation: 1 });
  const second = socket.ask("opt_out", { campaign: 7, conversation: 2 });
  wire().hub("refused", 3, "not_yours", "It isn't assigned to you.", { a: 1 });
  wire().hub("reply", 2, { id: 1 });
  assert.deepEqual(await first, { id: 1 });
  await assert.rejects(second, { code: "not_yours", sentence: "It isn't assigned to you.", details: { a: 1 } });
  await assert.rejects(second, Refusal);
});

test("every opening tells the store's time, also the one that asks whether anybody is still there", (t) => {
  const { wire, tick } = start(t);
  wire().onopen();
  wire().hub("reply", 1, { ...OPENED, now: 5_000_000 });
  assert.equal(storeNow(), 5_000_000);
  tick(50_000); // nothing was heard for so long that it has asked
  const [ref, name] = wire().sent.at(-1);
  assert.equal(name, "open_console");
  wire().hub("reply", ref, { ...OPENED, now: 9_000_000 });
  assert.equal(storeNow(), 9_000_000);
});

test("an opening tells the limits of what may be typed", (t) => {
  const { wire } = start(t);
  wire().onopen();
  wire().hub("reply", 1, { ...OPENED, limits: { title: 200 } });
  assert.equal(limits.title, 200);
});

test("a change that overtakes the opening is told after it", (t) => {
  const { wire, heard } = start(t);
  wire().onopen();
  wire().hub("changed", { v: 6 });
  wire().hub("reply", 1, OPENED);
  wire().hub("gone", { v: 7 });
  assert.deepEqual(heard.slice(-3), [["opened", OPENED], ["changed", { v: 6 }], ["gone", { v: 7 }]]);
});

test("a lost connection rejects what was asked, and comes back by itself", async (t) => {
  const { socket, wire, open, states, tick } = start(t);
  open();
  const asked = socket.ask("send_initial", { campaign: 7, conversation: 1 });
  wire().onclose({ code: 1006 });
  await assert.rejects(asked, { code: "connection_lost" });
  await assert.rejects(socket.ask("send_initial", {}), { code: "connection_lost" });
  tick(500);
  open();
  assert.equal(Wire.all.length, 2);
  assert.deepEqual(states(), ["connecting", "open", "lost", "open"]);
});

test("a request is asked again with the same request_id once the connection is back", async (t) => {
  const { socket, wire, open, tick } = start(t);
  open();
  const args = { campaign: 7, request_id: "a" };
  const asked = socket.ask("request_conversations", args);
  wire().onclose({ code: 1006 });
  tick(500);
  open();
  const [ref, name, again] = wire().sent.at(-1);
  assert.deepEqual([name, again], ["request_conversations", args]);
  wire().hub("reply", ref, { assigned: 1 });
  assert.deepEqual(await asked, { assigned: 1 });
});

test("a request made while the connection is away waits for it", (t) => {
  const { socket, wire, open, tick } = start(t);
  open();
  wire().onclose({ code: 1006 });
  socket.ask("request_conversations", { campaign: 7, request_id: "b" });
  tick(500);
  open();
  assert.deepEqual(wire().sent.map(([, name]) => name), ["open_console", "request_conversations"]);
});

test("a request refused as temporary is asked again with the same request_id", async (t) => {
  const { socket, wire, open, tick } = start(t);
  open();
  const asked = socket.ask("request_conversations", { campaign: 7, request_id: "c" });
  wire().hub("refused", 2, "try_again", "The store is away.");
  await null;
  tick(1500);
  assert.deepEqual(wire().sent.at(-1), [3, "request_conversations", { campaign: 7, request_id: "c" }]);
  wire().hub("reply", 3, { assigned: 2 });
  assert.deepEqual(await asked, { assigned: 2 });
});

test("an opening refused because the store is away is tried again over a new connection", (t) => {
  const { wire, states, tick, open } = start(t);
  wire().onopen();
  wire().hub("refused", 1, "try_again", "The store is away.");
  return Promise.resolve().then(() => {
    assert.equal(states().at(-1), "lost");
    tick(2000);
    open();
    assert.equal(states().at(-1), "open");
  });
});

test("signed out: to the sign-in page, which leads back to here, and no coming back", (t) => {
  const { wire, states, went, tick } = start(t);
  wire().onclose({ code: 4401 });
  tick(60_000);
  assert.deepEqual(went, ["/sign-in?next=%2Fconsole%237"]);
  assert.equal(states().at(-1), "signed_out");
  assert.equal(Wire.all.length, 1);
});

test("not allowed: says so, answers nothing, and doesn't come back", async (t) => {
  const { socket, wire, states, tick } = start(t);
  const asked = socket.ask("request_conversations", { campaign: 7, request_id: "d" });
  wire().onclose({ code: 4403 });
  await assert.rejects(asked, { code: "not_allowed" });
  tick(60_000);
  assert.equal(states().at(-1), "not_allowed");
  assert.equal(Wire.all.length, 1);
});

test("going offline is noticed at once, and coming online tries at once", (t) => {
  const { wire, open, states, browser } = start(t);
  open();
  const first = wire();
  browser.dispatchEvent(new Event("offline"));
  assert.equal(states().at(-1), "lost");
  assert.ok(first.closed);
  browser.dispatchEvent(new Event("online"));
  open();
  assert.equal(states().at(-1), "open");
});

test("a question that nobody answers means that the network is dead", async (t) => {
  const { socket, open, states, tick } = start(t);
  open();
  const asked = socket.ask("send_initial", {});
  tick(30_000);
  await assert.rejects(asked, { code: "connection_lost" });
  assert.ok(states().includes("lost"));
});

test("a long silence is broken by asking for everything, which mends what was missed", async (t) => {
  const { wire, open, heard, tick } = start(t);
  open();
  tick(50_000);
  const [ref, name] = wire().sent.at(-1);
  assert.equal(name, "open_console");
  wire().hub("reply", ref, { me: { id: 3 }, things: [{ v: 9 }] });
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(heard.at(-1), ["changed", { v: 9 }]);
});
