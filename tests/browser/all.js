// All browser tests in one process, one after another: one Chromium, and no more load than a person makes.
import { after } from "node:test";
import { closeBrowser } from "./harness.js";

// `node all.js keyboard import` runs only those.
const names = ["practice", "course", "changed", "stop_card", "concern", "answering", "without_scripts", "import", "lock", "keyboard", "demo", "measures"];
const wanted = process.argv.slice(2);
for (const name of names) if (wanted.length === 0 || wanted.includes(name)) await import(`./${name}.test.js`);
after(closeBrowser);
