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

test("it is the middle of a year there: what is planned, and why some of it can't begin", withServer({ demo: true }, async ({ arrive }) => {
  const ada = await arrive();
  await ada.go("/");
  await steps.press(ada, "Sign in as Ada Lind");
  const box = (name) => ada.page.locator("section", { has: ada.page.getByRole("heading", { name, exact: true }) });
  await box("Sessions").getByText("Today").first().waitFor();
  await box("Sessions").getByText("ready").first().waitFor();
  for (const name of ["On hold", "Runs out within two weeks", "Hours with the practitioner"]) await box(name).locator("li").first().waitFor();
  assert.equal(await box("Waiting for you").getByText("late", { exact: true }).count(), 1);
  await box("Sessions").getByRole("listitem").filter({ hasText: "two things missing" }).getByRole("link").click();
  await ada.page.getByRole("heading", { name: "Whether it can begin" }).waitFor();
  await ada.page.getByText("has not reached the therapist").waitFor();
  await look(ada, "demo-session");
  // What was found opens where it lies folded up.
  await ada.go("/find?q=without%20planning");
  await ada.page.locator("article.entry a").first().click();
  await ada.page.locator("details[open] article").first().waitFor();
  await look(ada, "demo-file-year");
}));
