// Reads an AsyncAPI document from standard input and tells what AsyncAPI's own parser finds wrong with it.
import { text } from "node:stream/consumers";
import { Parser } from "@asyncapi/parser";

const { document, diagnostics } = await new Parser().parse(await text(process.stdin));
for (const { severity, message, path } of diagnostics) {
  console.log(["error", "warning", "information", "hint"][severity], path.join("."), message);
}
const messages = document?.messages().all().length ?? 0;
console.log(`${messages} messages`);
process.exitCode = messages && diagnostics.every(({ severity }) => severity > 1) ? 0 : 1;
