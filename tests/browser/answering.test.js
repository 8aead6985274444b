// Measures: the therapist sets when they are asked; the client answers on their page, on the practitioner's screen, and by a
// link in a browser without scripts; the therapist is told of an answer at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { look, withServer } from "./harness.js";
import { three } from "./course_steps.js";
import * as steps from "./steps.js";

test("measures are asked, answered and read", withServer({}, async ({ arrive }) => {
  const ada = await arrive(), tom = await arrive(), kai = await arrive({ phone: true });
  const nobody = await arrive({ phone: true, scripts: false });
  const file = await three({ ada, tom, kai });
  await isPlanned({ tom, file });
  await ownPage({ kai, ada });
  await onTheScreen({ ada, kai, file });
  await byALink({ tom, nobody, file });
  await told({ tom, ada, file });
}));

async function isPlanned({ tom, file }) {
  await tom.go(file);
  await steps.follow(tom, "Questions, and when they are asked");
  await steps.heading(tom, "Questions");
  await steps.press(tom, "Begin with a usual plan");
  await tom.page.getByText("Week by week this asks").waitFor();
  await look(tom, "measuring");
}

// Every first answer, but for the questions that are named.
async function answerAll(person, place = 0) {
  for (const group of await person.page.getByRole("group").all()) await group.getByRole("radio").nth(place).check();
  for (const number of await person.page.locator("main input[type=number]").all()) await number.fill("2");
}

async function ownPage({ kai, ada }) {
  await kai.go("/today");
  await kai.page.getByRole("link", { name: /Answer some questions/ }).click();
  await steps.heading(kai, "Questions");
  await look(kai, "client-answer");
  await answerAll(kai);
  await steps.press(kai, "Keep the answers");
  await kai.page.getByText("Kept. Thank you.").waitFor();
  await steps.sees(kai, [], ["Answer some questions"]);
  await look(kai, "client-answered");
  // One week of the diary is drawn as a week.
  await kai.page.getByRole("link", { name: "All measures side by side" }).click();
  await kai.page.getByText("This is one week").waitFor();
  await kai.page.locator("figure[data-diary] svg").first().waitFor();
  // A first score stands in the middle, not before a week that was not yet.
  const lone = kai.page.locator("figure.measure[data-chart] svg").first();
  await lone.waitFor();
  const place = await lone.evaluate((svg) => {
    const dot = svg.querySelector("circle").getBoundingClientRect(), all = svg.getBoundingClientRect();
    return (dot.left + dot.width / 2 - all.left) / all.width;
  });
  assert.ok(place > 0.3 && place < 0.7, `the dot of a single score is at ${place} of the width`);
  await look(kai, "client-diary-one-week");
}

async function onTheScreen({ ada, kai, file }) {
  await ada.go(`${file}/measuring`);
  await steps.follow(ada, "Circles");
  await steps.sees(ada, ["you see the answers as they are given"], []);
  await look(ada, "answer-on-the-screen");
  await ada.page.getByRole("radio", { name: "Overlapping by half" }).check();
  await ada.page.getByLabel("Whom is it about? One word is enough: a friend, a sister, a partner.").fill("Zora");
  await steps.press(ada, "Keep the answers");
  await ada.page.getByText("Kept. Thank you.").waitFor();
  await ada.go(file);
  await steps.sees(ada, [], ["Zora"]);
  await kai.go("/today");
  await kai.page.locator("summary", { hasText: "The answers" }).first().click();
  await steps.sees(kai, ["Zora"], []);
}

async function byALink({ tom, nobody, file }) {
  await tom.go(`${file}/measuring`);
  await tom.page.getByRole("link", { name: "PHQ-9", exact: true }).last().click();
  await steps.press(tom, "Make a link instead");
  await steps.heading(tom, "The link");
  await look(tom, "answer-link");
  const address = new URL((await tom.page.locator(".shown-once").innerText()).trim()).pathname;
  await nobody.go(address);
  await steps.heading(nobody, "Questions");
  await look(nobody, "answer-by-link");
  await nobody.page.getByRole("link", { name: "Leave quickly" }).waitFor();
  await answerAll(nobody, 1);
  // What was chosen can be taken back, without scripts too.
  const first = nobody.page.getByRole("group").first();
  await first.getByRole("radio", { name: "No answer" }).check();
  assert.equal(await first.getByRole("radio").nth(1).isChecked(), false);
  await steps.press(nobody, "Send the answers");
  await steps.heading(nobody, "Thank you");
  await steps.sees(nobody, ["One of your answers is one that your therapist is told of.", "This is not for emergencies"], []);
  await look(nobody, "answer-by-link-done");
  nobody.expectRefusal();
  await nobody.go(address);
  await steps.heading(nobody, "This link does not count");
  await nobody.go(file);
  assert.match(nobody.page.url(), /sign-in/, "the link opens nothing else");
}

async function told({ tom, ada, file }) {
  await tom.go("/today");
  await look(tom, "today-alert");
  await tom.page.getByRole("link", { name: /Read an answer today/ }).click();
  await tom.page.getByRole("heading", { name: "Read this today" }).waitFor();
  await look(tom, "measuring-alert");
  await ada.go(`${file}/measuring`);
  await steps.sees(ada, [], ["Read this today"]);
  await steps.press(tom, "I have read it, and act on it");
  await tom.page.getByRole("heading", { name: "Read this today" }).waitFor({ state: "detached" });
}
