// The browser tests of one process, one after another, with one Chromium.
import { after } from "node:test";
import { closeBrowser } from "./harness.js";

// `node all.js keyboard import` runs only those; `node all.js --share 1/2` every second one, and 2/2 the others.
const names = ["practice", "course", "couple", "changed", "stop_card", "keyboard", "answering", "without_scripts", "import", "lock", "concern", "demo", "measures"];
const words = process.argv.slice(2);
const [share, shares] = words[0] === "--share" ? words[1].split("/").map(Number) : [1, 1];
const wanted = words[0] === "--share" || words.length === 0 ? names.filter((_, i) => i % shares === share - 1) : words;
for (const name of wanted) {
  if (!names.includes(name)) throw new Error(`There is no browser test named ${name}: ${names.join(", ")}.`);
  await import(`./${name}.test.js`);
}
after(closeBrowser);
