// The pages of measures, in the demonstration: drawn, in words, on paper, for the client, and without scripts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { look, withServer } from "./harness.js";
import * as steps from "./steps.js";

// Jonah's file, by whoever sees a caseload.
async function openJonahs(person) {
  await person.go("/files");
  await person.page.getByRole("link", { name: /J\. M\./ }).first().click();
  await person.page.getByRole("heading", { name: "What happened" }).waitFor();
  return new URL(person.page.url()).pathname;
}

// Everything drawn lies inside its figure, and nothing of it inside the tree that a screen reader gets.
async function drawn(person, least) {
  const charts = person.page.locator("figure.measure svg.plot, figure.measure .plot svg");
  await charts.first().waitFor();
  assert.ok((await charts.count()) >= least, `${await charts.count()} charts`);
  for (const box of await charts.evaluateAll((all) => all.map((one) => [one.getBoundingClientRect().width, one.closest("figure").clientWidth])))
    assert.ok(box[0] <= box[1] + 1, `a chart of ${box}`);
  assert.equal(await person.page.locator("figure.measure .plot:not([aria-hidden=true])").count(), 0);
}

// At 320 px nothing of a table lies beyond the edge, and each cell stands beside the name of its column.
async function wholeOnAPhone({ page }) {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  for (const table of await page.locator(".table").all())
    assert.deepEqual(await table.evaluate((one) => [one.scrollWidth > one.clientWidth, one.querySelector("td") && getComputedStyle(one.querySelector("td"), "::before").content !== "none"]), [false, true]);
  await page.setViewportSize(before);
}

// One measure says how it stands, why, and what it can't say; all of them stand side by side, and on paper.
async function asTherapist(arrive) {
  const okafor = await arrive();
  await okafor.go("/");
  await steps.press(okafor, "Sign in as Dr N. Okafor");
  const file = await openJonahs(okafor);
  await drawn(okafor, 2);
  // The file's page fetches how its measures stand beside finished files, and waits for none of it.
  await okafor.page.locator("turbo-frame#beside").scrollIntoViewIfNeeded();
  await okafor.page.getByText("Beside finished files no measure is worse than expected.").waitFor();
  await look(okafor, "file-beside");
  await okafor.page.getByRole("link", { name: /^The numbers.* of PHQ-9/ }).click();
  await steps.heading(okafor, "PHQ-9");
  await okafor.page.getByText("Patient Health Questionnaire, nine items (PHQ-9)").first().waitFor();
  await drawn(okafor, 1);
  const main = okafor.page.getByRole("main");
  await main.getByText("6 is called mild (5 to 9).").waitFor();
  await main.getByText(/finished files that you may read/).first().waitFor();
  await main.getByText(/^On course\.|^Slower than most\.|^Worse than expected\./).waitFor();
  assert.equal(await main.getByRole("table", { name: "Every answer so far" }).getByRole("row").count(), 10, "nine scores");
  assert.ok((await main.getByRole("heading", { name: "What it can't say" }).count()) === 1);
  await okafor.page.getByText("How to read the drawing").click();
  await main.getByText("phases of the plan").waitFor();
  assert.doesNotMatch(okafor.page.url(), /phq|mood|health/i, "no name in the address");
  await look(okafor, "measure");

  await steps.follow(okafor, "Measures");
  await steps.heading(okafor, "Measures");
  await drawn(okafor, 5);
  await wholeOnAPhone(okafor);
  await look(okafor, "measures");
  await steps.follow(okafor, "On paper");
  await okafor.page.getByRole("button", { name: "Print it" }).waitFor();
  await drawn(okafor, 5);
  assert.equal(await okafor.page.getByText("finished files").count(), 0, "nothing of other files on paper");
  await look(okafor, "measures-paper");
  // As a printer gets it: no bar, no buttons, black on white though the screen is dark.
  await okafor.page.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.equal(await okafor.page.getByRole("button", { name: "Print it" }).isVisible(), false);
  assert.equal(await okafor.page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
  const pages = await okafor.page.pdf({ format: "A4" });
  assert.ok((pages.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length >= 5, "a sheet each");
  await okafor.page.emulateMedia({ media: "screen" });

  // Who reads no finished files is told so, and shown no course.
  const sam = await arrive();
  await sam.go("/");
  await steps.press(sam, "Sign in as Sam Whitlock");
  await sam.go(`${file}/measures/1`);
  await sam.page.getByText("An expected course is shown from 30 on").waitFor();
  assert.doesNotMatch(await sam.page.locator("figure.measure").getAttribute("data-chart"), /"fan"/);
}

// A client sees their own, and nothing of anybody else.
async function asClient(arrive) {
  const jonah = await arrive({ phone: true });
  await jonah.go("/");
  await steps.press(jonah, "Sign in as Jonah M.");
  await jonah.page.getByRole("link", { name: "All measures side by side" }).click();
  await steps.heading(jonah, "How it has been going");
  await drawn(jonah, 5);
  await look(jonah, "client-measures");
  await jonah.page.getByRole("link", { name: "PHQ-9", exact: true }).first().click();
  await steps.heading(jonah, "PHQ-9");
  await jonah.page.getByText("6 is called mild (5 to 9).").waitFor();
  assert.equal(await jonah.page.getByText(/finished file/).count(), 0);
  await wholeOnAPhone(jonah);
  await look(jonah, "client-measure");
}

// Without scripts the words and the tables stand there.
async function withoutScripts(arrive) {
  const ada = await arrive({ scripts: false });
  await ada.go("/");
  await steps.press(ada, "Sign in as Ada Lind");
  const file = await openJonahs(ada);
  for (const path of ["/measures", "/measures/1", "/measures/paper"]) {
    await ada.go(file + path);
    await ada.page.getByRole("main").getByRole("table").first().waitFor();
    assert.ok((await ada.page.locator("figcaption").count()) >= 1);
    assert.equal(await ada.page.locator("figure svg").count(), 0);
    assert.equal(await ada.page.getByText("How to read the drawing").isVisible(), false, "nothing is drawn");
    await look(ada, `without-scripts${path.replaceAll("/", "-")}`);
  }
}

// One practice for all three: telling the demonstration takes longer than looking at it.
test("measures in words, drawings and tables: for a therapist, a client, and without scripts", withServer({ demo: true }, async ({ arrive }) => {
  await asTherapist(arrive);
  await asClient(arrive);
  await withoutScripts(arrive);
}));
