// The keyboard alone: no pointer is ever used in this file.
import assert from "node:assert/strict";
import { test } from "node:test";
import { passphrases, withServer } from "./harness.js";
import * as steps from "./steps.js";

const focused = (page) => page.evaluate(() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  return {
    name: one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? one.textContent ?? "",
    tag: one.tagName, type: one.type ?? "", value: one.value ?? "",
    seen: box.width > 0 && box.height > 0 && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
});

// Tabs on until the focus is where `wanted` says, and shows that it is there. Every stop on the way must be seen too.
async function tabTo(page, wanted, most = 60) {
  for (let step = 0; step < most; ++step) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    if (now.tag === "BODY") continue;
    assert.ok(now.seen, `the focus can't be seen on ${now.tag} "${now.name.trim()}"`);
    if (wanted(now)) return now;
  }
  assert.fail(`Tab never came to what was wanted on ${page.url()}`);
}
const named = (name) => (now) => now.name.trim().startsWith(name);

test("sign in, filter the caseload, open a file and write a note with the keyboard alone",
  withServer({ begin: true }, async ({ arrive }) => {
    const setup = await arrive();
    await steps.signIn(setup, "Ada Lind", passphrases.ada);
    await steps.addClient(setup);

    const { page } = await arrive();
    await page.goto("/sign-in");
    await tabTo(page, named("Skip to the page"));
    await tabTo(page, named("Name"));
    await page.keyboard.type("ada lind");
    await tabTo(page, named("Passphrase"));
    await page.keyboard.type(passphrases.ada);
    await page.keyboard.press("Enter");
    await page.getByRole("navigation", { name: "Main" }).waitFor();

    await tabTo(page, named("Files"));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Files" }).waitFor();
    await tabTo(page, named("Name or code"));
    await page.keyboard.type("kai");
    await page.getByRole("status").filter({ hasText: "1 of 1" }).waitFor();
    await page.keyboard.type("nobody");
    await page.getByRole("status").filter({ hasText: "No name or code here matches" }).waitFor();
    for (let at = 0; at < "nobody".length; ++at) await page.keyboard.press("Backspace");
    await tabTo(page, (now) => now.tag === "A" && now.name.includes("K"));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "What happened" }).waitFor();

    await tabTo(page, named("Write"));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Write" }).waitFor();
    const first = await tabTo(page, (now) => now.type === "radio");
    let room = first;
    for (let turn = 0; turn < 8 && !room.value.startsWith("clinical"); ++turn) {
      await page.keyboard.press("ArrowDown");
      room = await focused(page);
    }
    assert.match(room.value, /^clinical/);
    await tabTo(page, named("Your words"));
    await page.keyboard.type("Written without a mouse.");
    await tabTo(page, named("Keep it"));
    await page.keyboard.press("Enter");
    await page.getByText("Written without a mouse.").first().waitFor();

    // The skip link leads past the bar.
    await page.goto("/files");
    await tabTo(page, named("Skip to the page"));
    await page.keyboard.press("Enter");
    await page.locator("#main:focus").waitFor();
    await tabTo(page, () => true);
    assert.ok(await page.evaluate(() => document.activeElement.closest("main") !== null), "after skipping, Tab goes on inside the page");
  }));
