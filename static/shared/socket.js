// One connection to the hub that comes back by itself: ask and be answered, and be told what changed.
//
//   connecting ──▶ open ──▶ lost ──▶ open …        signed_out, not_allowed: the end of it

import { wait, whyLost } from "./backoff.js";
import { limitsSay } from "./limits.js";
import { storeSays } from "./store_time.js";

const SUBPROTOCOL = "handraise.v1.json";
const SILENCE_MS = 20_000; // ms that a question may stay unanswered, with nothing else heard, before the network counts as dead
const QUIET_MS = 45_000; // ms without a word after which we ask whether anybody is there: a browser can't ping
const STEADY_MS = 10_000; // ms that a connection must hold before the next loss starts again with the shortest wait
const SECOND_MS = 1_000;

// Commands that are safe to ask again with the same arguments: the request_id makes them happen once.
const ASKED_AGAIN = new Set(["request_conversations"]);

/** An asked-for change that wasn't made: `code` is a word, `sentence` is for people, `details` may say more. */
export class Refusal extends Error {
  constructor(code, sentence, details = null) {
    super(`${code}: ${sentence}`);
    Object.assign(this, { code, sentence, details });
  }
}

const neverSent = () =>
  new Refusal("connection_lost", "There is no connection right now. Nothing was sent; try again when it's back.", { sent: false });
const inDoubt = () =>
  new Refusal("connection_lost", "The connection was lost before the answer came. It may have gone through: look before you try again.");

export class Socket {
  #path;
  #on;
  #socket = null;
  #state = "connecting";
  #asked = new Map(); // ref → {name, args, resolve, reject}
  #later = []; // questions to be asked again once we are open
  #early = null; // changes that came before the reply to open_…; null once it is here
  #ref = 0;
  #attempt = 0;
  #heard = 0; // when anything last came, or was asked after a silence
  #opened = 0;
  #retry;

  /**
   * `path` is "/ws/texter" or "/ws/admin"; `open` is "open_console" or "open_admin", asked after every connect.
   * onOpen(reply) is called after each of these, onThing(thing) and onGone(thing) from then on, and
   * onState(state, sentence) at each change of state. The window gets a "connected" event after each of these, too.
   */
  constructor(path, { onState, onThing, onGone, open, onOpen }) {
    this.#path = path;
    this.#on = { onState, onThing, onGone, open, onOpen };
    globalThis.addEventListener?.("offline", () => this.#lose(0));
    globalThis.addEventListener?.("online", () => this.#connectNow());
    globalThis.addEventListener?.("pageshow", () => this.#connectNow());
    globalThis.document?.addEventListener("visibilitychange", () => document.hidden || this.#look());
    setInterval(() => this.#watch(), 5 * SECOND_MS);
    this.#say("connecting", "Connecting…");
    this.#connect();
  }

  /** Ask the hub. Resolves with the result; rejects with a Refusal, `connection_lost` being our own. */
  ask(name, args = {}) {
    return new Promise((resolve, reject) => {
      const question = { name, args, resolve, reject };
      if (this.#state === "open") this.#send(question);
      else if (ASKED_AGAIN.has(name) && this.#mayComeBack()) this.#later.push(question);
      else reject(neverSent());
    });
  }

  #connect() {
    clearTimeout(this.#retry);
    const { protocol, host } = globalThis.location;
    const socket = new WebSocket(`${protocol === "https:" ? "wss" : "ws"}://${host}${this.#path}`, SUBPROTOCOL);
    this.#socket = socket;
    this.#heard = Date.now();
    this.#early = [];
    socket.onopen = () => this.#open();
    socket.onmessage = (event) => this.#receive(JSON.parse(event.data));
    socket.onclose = (event) => this.#closed(event.code);
  }

  #open() {
    const resolve = (reply) => {
      this.#opened = Date.now();
      this.#say("open", "Connected");
      globalThis.dispatchEvent?.(new Event("connected"));
      this.#on.onOpen(reply);
      for (const [on, thing] of this.#early.splice(0)) on(thing);
      this.#early = null;
      for (const question of this.#later.splice(0)) this.#send(question);
    };
    const reject = ({ code }) => code === "connection_lost" || this.#lose(1012); // the hub is there, its store isn't yet
    this.#send({ name: this.#on.open, args: {}, resolve, reject });
  }

  #send(question) {
    const ref = ++this.#ref;
    if (!this.#asked.size) this.#heard = Date.now();
    this.#asked.set(ref, question);
    this.#socket.send(JSON.stringify([ref, question.name, question.args]));
  }

  #receive([what, ...rest]) {
    this.#heard = Date.now();
    if (what === "changed") this.#tell(this.#on.onThing, rest[0]);
    else if (what === "gone") this.#tell(this.#on.onGone, rest[0]);
    else if (what === "reply") this.#answered(...rest);
    else if (what === "refused") this.#refused(this.#take(rest[0]), rest.slice(1));
  }

  #answered(ref, result) {
    if (result?.now) storeSays(result.now); // the reply to open_… has it
    if (result?.limits) limitsSay(result.limits);
    this.#take(ref)?.resolve(result);
  }

  // A change may overtake the reply to open_…, which replaces everything: keep it until then.
  #tell(on, thing) {
    if (this.#early) this.#early.push([on, thing]);
    else on(thing);
  }

  #take(ref) {
    const question = this.#asked.get(ref);
    this.#asked.delete(ref);
    return question;
  }

  #refused(question, [code, sentence, details]) {
    if (code === "try_again" && ASKED_AGAIN.has(question?.name)) {
      setTimeout(() => this.ask(question.name, question.args).then(question.resolve, question.reject), (0.5 + Math.random()) * SECOND_MS);
    } else question?.reject(new Refusal(code, sentence, details ?? null));
  }

  #closed(code) {
    if (code === 4401) {
      this.#end("signed_out", "You are signed out.");
      const { pathname, hash } = globalThis.location;
      globalThis.location.assign(`/sign-in?next=${encodeURIComponent(pathname + hash)}`);
    } else if (code === 4403) {
      this.#end("not_allowed", "You are signed in, but not allowed to see this page. Ask an admin.");
    } else this.#lose(code);
  }

  #lose(code) {
    if (!this.#mayComeBack()) return;
    this.#forget();
    if (this.#opened && Date.now() - this.#opened > STEADY_MS) this.#attempt = 0;
    this.#opened = 0;
    this.#say("lost", whyLost(code, globalThis.navigator?.onLine ?? true));
    for (const [ref, question] of this.#asked) {
      this.#asked.delete(ref);
      if (ASKED_AGAIN.has(question.name)) this.#later.push(question);
      else question.reject(inDoubt());
    }
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#connect(), wait(code, this.#attempt++));
  }

  // Drop the socket without waiting for the other side to close, which it may never do.
  #forget() {
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #end(state, sentence) {
    this.#say(state, sentence);
    this.#forget();
    clearTimeout(this.#retry);
    for (const question of [...this.#asked.values(), ...this.#later.splice(0)]) question.reject(new Refusal(state, sentence));
    this.#asked.clear();
  }

  #mayComeBack() {
    return this.#state !== "signed_out" && this.#state !== "not_allowed";
  }

  #connectNow() {
    if (this.#state === "lost" && !this.#socket) this.#connect();
  }

  // Somebody looks at the page again: be there at once, and make sure that it tells the truth.
  #look() {
    this.#connectNow();
    if (Date.now() - this.#heard > 5 * SECOND_MS) this.#ping();
  }

  #watch() {
    const silent = Date.now() - this.#heard;
    if (this.#socket && (this.#asked.size || this.#state !== "open") && silent > SILENCE_MS) this.#lose(0);
    else if (silent > QUIET_MS && !globalThis.document?.hidden) this.#ping();
  }

  // Asking for everything again proves that somebody is there, and mends whatever went missing.
  #ping() {
    if (this.#state !== "open") return;
    this.ask(this.#on.open).then(
      ({ things }) => things.forEach((thing) => this.#on.onThing(thing)),
      () => {}, // a refusal is an answer, too; a lost connection has been said by then
    );
  }

  #say(state, sentence) {
    this.#state = state;
    this.#on.onState(state, sentence);
  }
}
