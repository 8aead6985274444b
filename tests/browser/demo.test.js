// The rehearsal that ./run --demo serves: plainly marked, its sign-ins on the page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { look, withServer } from "./harness.js";
import * as steps from "./steps.js";

test("the demonstration shows its sign-ins, and each leads somewhere", withServer({ demo: true }, async ({ arrive }) => {
  const guest = await arrive();
  await guest.go("/");
  await steps.heading(guest, "Sign in");
  await guest.page.getByRole("complementary").getByText("Rehearsal.").waitFor();
  await look(guest, "demo-sign-in");
  const doors = await guest.page.getByRole("button", { name: /^Sign in as / }).allTextContents();
  assert.ok(doors.length >= 2, doors.join());
  for (const [at, door] of doors.entries()) {
    const person = await arrive();
    await person.go("/");
    await steps.press(person, door);
    await person.page.getByRole("button", { name: "Lock", exact: true }).waitFor();
    await person.page.getByRole("complementary").getByText("Rehearsal.").waitFor();
    await look(person, `demo-today-${at}`);
    // Where there are files to see, the first is one with a story.
    await person.go("/today");
    if ((await person.page.getByRole("link", { name: "Files", exact: true }).count()) === 0) continue;
    await person.go("/files");
    await look(person, `demo-files-${at}`);
    const first = person.page.locator("#cases a").first();
    if ((await first.count()) === 0) continue;
    await first.click();
    await person.page.getByRole("heading", { name: "What happened" }).waitFor();
    await look(person, `demo-file-${at}`);
  }
}));
