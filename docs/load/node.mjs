// Completes one batch as a texter, over the JSON subprotocol. Node 20 or newer:
//
//     npm install ws
//     node node.mjs http://127.0.0.1:8000 plan.json
//
// `ws` is here because scripts sign in with a header, which the WebSocket of browsers can't send.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import WebSocket from "ws";

const [hub, path] = process.argv.slice(2);
const { campaign, texters } = JSON.parse(readFileSync(path, "utf8"));
const socket = new WebSocket(`${hub.replace("http", "ws")}/ws/texter`, "handraise.v1.json", {
  headers: { Authorization: `Bearer ${texters[0]}` },
});
const asked = new Map();
let refs = 0;

socket.on("message", (data) => {
  const [what, ref, ...rest] = JSON.parse(data);
  if (what === "reply") asked.get(ref).resolve(rest[0]);
  if (what === "refused") asked.get(ref).reject(new Error(`${rest[0]}: ${rest[1]}`));
}); // what else comes is ["changed", thing] or ["gone", thing]
socket.on("close", (code) => code !== 1005 && process.exit(1));

function ask(name, args) {
  socket.send(JSON.stringify([++refs, name, args]));
  return new Promise((resolve, reject) => asked.set(refs, { resolve, reject }));
}

await once(socket, "open");
const { things } = await ask("open_console", {});
const console_ = things.find((it) => it.kind === "console" && it.campaign === campaign);
if (console_?.carrier !== "simulator") throw new Error("This campaign isn't the simulator's alone.");
const batch = await ask("request_conversations", { campaign, request_id: randomUUID() });
const { conversations } = await ask("list_conversations", { campaign, lane: "initial" });
for (const { id } of conversations) await ask("send_initial", { campaign, conversation: id });
console.log(`${conversations.length} of ${batch.assigned} first messages are sent.`);
socket.close();
