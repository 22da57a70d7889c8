import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";

const root = new URL("../../static/", import.meta.url);
const files = readdirSync(root, { recursive: true }).filter((name) => /\.(js|html)$/.test(name));
const read = (name) => readFileSync(new URL(name, root), "utf8");

test("no script reads data as HTML or as code", () => {
  const doors = /\b(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|DOMParser|document\.write|eval|new Function)\b/;
  for (const name of files.filter((one) => one.endsWith(".js"))) assert.doesNotMatch(read(name), doors, name);
});

test("no page has a script, style or handler in line, which its own policy would refuse", () => {
  for (const name of files.filter((one) => one.endsWith(".html"))) {
    assert.doesNotMatch(read(name), /<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/i, name);
  }
});
