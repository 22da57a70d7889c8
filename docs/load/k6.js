// Texters of Handraise as virtual users of k6: each iteration completes one batch, over the JSON subprotocol.
//
//     k6 run --env HUB=http://127.0.0.1:8000 --env PLAN=plan.json --vus 20 --iterations 200 k6.js
//
// `handraise load prepare` makes the plan. Each virtual user needs a texter of its own there. k6 reports `command` (the
// time of each, by name), `push_delay` (from the answer to a first message until the console shows it) and `refused`.
//
// Handraise's own tests only check this file's syntax, and run it with stand-ins for k6's modules: k6 itself isn't a
// package that they could install. Where `k6/websockets` is unknown, the module is `k6/experimental/websockets`.
import { WebSocket } from "k6/websockets";
import { Counter, Trend } from "k6/metrics";

const { campaign, texters } = JSON.parse(open(__ENV.PLAN));
const commands = new Trend("command", true);
const pushDelay = new Trend("push_delay", true);
const refused = new Counter("refused");

export const options = { thresholds: { refused: ["count==0"] } };

export default function () {
  const token = texters[(__VU - 1) % texters.length];
  const socket = new WebSocket(`${__ENV.HUB.replace("http", "ws")}/ws/texter`, "handraise.v1.json", {
    headers: { Authorization: `Bearer ${token}` },
  });
  const asked = new Map();
  let shown = null; // the console of the campaign
  let unseen = []; // the changes that it doesn't show yet
  let allSeen = () => {};

  function ask(name, args) {
    const ref = asked.size + 1;
    const began = Date.now();
    socket.send(JSON.stringify([ref, name, args]));
    return new Promise((resolve, reject) => {
      asked.set(ref, (code, answer) => {
        commands.add(Date.now() - began, { name });
        if (code) refused.add(1, { name, code });
        code ? reject(new Error(`${name} is refused: ${code}`)) : resolve(answer);
      });
    });
  }

  function show(console_) {
    shown = console_;
    unseen.filter(({ v }) => v <= shown.moved).forEach(({ at }) => pushDelay.add(Date.now() - at));
    unseen = unseen.filter(({ v }) => v > shown.moved);
    if (!unseen.length) allSeen();
  }

  socket.onmessage = ({ data }) => {
    const [what, ...rest] = JSON.parse(data);
    if (what === "reply") asked.get(rest[0])(null, rest[1]);
    if (what === "refused") asked.get(rest[0])(rest[1]);
    if (what === "changed" && rest[0].kind === "console" && rest[0].campaign === campaign) show(rest[0]);
  };

  socket.onopen = async () => {
    try {
      const { things, me } = await ask("open_console", {});
      show(things.find((it) => it.kind === "console" && it.campaign === campaign));
      if (shown.carrier !== "simulator") throw new Error("This campaign isn't the simulator's alone.");
      if (shown.request.allowed) {
        const request_id = `${me.id}-${__ITER}-${Date.now()}`;
        await ask("request_conversations", { campaign, request_id });
      }
      const { conversations } = await ask("list_conversations", { campaign, lane: "initial" });
      for (const { id } of conversations) {
        const { v } = await ask("send_initial", { campaign, conversation: id });
        if (v > shown.moved) unseen.push({ v, at: Date.now() });
      }
      const replies = await ask("list_conversations", { campaign, lane: "reply" });
      for (const { id } of replies.conversations) {
        const { texts } = await ask("open_conversation", { campaign, conversation: id });
        const last_seen = texts[texts.length - 1].id;
        await ask("send_reply", { campaign, conversation: id, text: "Good to hear from you!", last_seen });
      }
      if (unseen.length) await new Promise((resolve) => (allSeen = resolve));
    } finally {
      socket.close();
    }
  };
}
