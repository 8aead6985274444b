// The lock comes while someone writes: what was written goes through with the passphrase.
import assert from "node:assert/strict";
import { test } from "node:test";
import { look, passphrases, withServer } from "./harness.js";
import * as steps from "./steps.js";

// Sends a half-written note into the lock and comes back.
async function sendIntoTheLock(ada, file, text, { pictures = false } = {}) {
  ada.expectRefusal();
  await steps.press(ada, "Keep it");
  await steps.heading(ada, "Locked");
  await ada.page.getByText("Your text is kept").waitFor();
  assert.ok(!(await ada.page.content()).includes(text), "The text must not be readable while locked.");
  if (pictures) await look(ada, "unlock-kept");

  // A wrong passphrase loses nothing.
  await steps.fill(ada, "Your passphrase", "willow kettle anchor pear");
  ada.expectRefusal();
  await steps.press(ada, "Go on");
  await ada.page.getByText("That is not the passphrase.").first().waitFor();
  if (pictures) await look(ada, "unlock-kept-refused");
  await steps.fill(ada, "Your passphrase", passphrases.ada);
  await steps.press(ada, "Go on");
  await ada.page.getByText(text).first().waitFor();
  await ada.go(file);
  assert.equal(await ada.page.getByRole("article").filter({ hasText: text }).count(), 1, "It is there once.");
}

async function halfWrite(ada, file, text) {
  await ada.go(`${file}/write`);
  await ada.page.locator('input[name=room][value^="clinical"]').check();
  await steps.fill(ada, "Your words", text);
}

for (const scripts of [true, false]) {
  test(`locked in another tab with a half-written note, ${scripts ? "with" : "without"} scripts`,
    withServer({ begin: true }, async ({ arrive }) => {
      const ada = await arrive({ scripts });
      await steps.signIn(ada, "Ada Lind", passphrases.ada);
      const file = await steps.addClient(ada);
      await halfWrite(ada, file, "She laughed & said: <never again>.\nThen she stayed.");
      const other = await ada.tab();
      await other.goto("/today");
      await other.getByRole("button", { name: "Lock", exact: true }).click();
      await other.getByRole("heading", { name: "Locked" }).waitFor();
      await sendIntoTheLock(ada, file, "She laughed & said: <never again>.".slice(0, 11), { pictures: scripts });
      await ada.page.getByText("Then she stayed.").waitFor();
    }));
}

test("locked after the idle minutes with a half-written note", withServer({ begin: true }, async ({ arrive }) => {
  const ada = await arrive();
  await steps.signIn(ada, "Ada Lind", passphrases.ada);
  const file = await steps.addClient(ada);
  await moveClock(ada, 14);
  await ada.go("/files");
  await steps.heading(ada, "Files");  // still open: asking for a page is activity
  await halfWrite(ada, file, "Half a thought about the window.");
  await moveClock(ada, 16);
  await sendIntoTheLock(ada, file, "Half a thought about the window.");
}));

// A rehearsal's clock moves on; no page is opened by it.
async function moveClock(person, minutes) {
  const csrf = await person.page.locator("input[name=csrf]").first().inputValue();
  const answer = await person.context.request.post("/rehearsal/clock", { form: { csrf, minutes: String(minutes) }, maxRedirects: 0 });
  assert.equal(answer.status(), 303);
}

test("nobody's page is shown from memory after signing out", withServer({ begin: true }, async ({ arrive }) => {
  const ada = await arrive();
  await steps.signIn(ada, "Ada Lind", passphrases.ada);
  const file = await steps.addClient(ada);
  await ada.go("/account");
  await steps.press(ada, "Sign out");
  await steps.heading(ada, "Sign in");
  await ada.page.goBack();
  await steps.heading(ada, "Sign in");
  await ada.go(file);
  await steps.heading(ada, "Sign in");
}));

test("another sign-in of one's own can be ended", withServer({ begin: true }, async ({ arrive }) => {
  const desk = await arrive(), train = await arrive();
  await steps.signIn(desk, "Ada Lind", passphrases.ada);
  await steps.signIn(train, "Ada Lind", passphrases.ada);
  await desk.go("/account");
  await look(desk, "account-two");
  await steps.press(desk, "End them");
  await desk.page.getByText("The other sign-ins are ended.").waitFor();
  await train.go("/files");
  await steps.heading(train, "Sign in");
  await desk.go("/files");
  await steps.heading(desk, "Files");
}));
