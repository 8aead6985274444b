// The therapist changes in the middle of a course: nothing with the practitioner meanwhile, and it is said why; what has to
// be said and signed anew; what the one who comes can read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { act, agrees, choose, kept, meet, opening, plan, planActivity, send, three, tickAll } from "./course_steps.js";
import { look, withServer } from "./harness.js";
import * as steps from "./steps.js";

const noras = "saffron ladder quiet pond";

test("another therapist in the middle of a course", withServer({}, async ({ arrive }) => {
  const ada = await arrive(), tom = await arrive(), nora = await arrive(), kai = await arrive({ phone: true });
  const file = await three({ ada, tom, kai });
  await opening({ ada, tom, kai, file });
  const session = await plan(ada, file, "Client and practitioner", () => planActivity(ada));
  await agrees(ada, session);
  await agrees(kai, session);
  await leaves({ tom, file });
  await refusedMeanwhile({ ada, kai, file, session });
  await comes({ ada, nora, file });
  await isAskedAnew({ ada, nora, kai, file, session });
  await signsAnew({ nora, kai, file });
  await goesOn({ ada, nora, kai, file, session });
}));

async function leaves({ tom, file }) {
  await tom.go(`${file}/circle`);
  const row = tom.page.getByRole("listitem").filter({ hasText: "Tom Vale, therapist" });
  await row.getByText("Take out of the circle").click();
  await row.getByLabel("Why, in a few words").fill("I am moving away.");
  await row.getByRole("button", { name: "Take Tom Vale out" }).click();
  await tom.page.getByText("Taken out of the circle.").first().waitFor();
}

// Starts the session, which is refused; what is in the way is on the page.
async function refused(person, session, reasons) {
  await person.go(session);
  person.expectRefusal();
  await steps.press(person, "Start");
  await person.page.getByRole("alert").waitFor();
  await steps.sees(person, reasons, []);
}

async function refusedMeanwhile({ ada, kai, file, session }) {
  await refused(ada, session, ["The file has no therapist, or more than one.", "The three keep each other safe by being three."]);
  await look(ada, "changed-refused");
  await steps.follow(ada, "The circle");
  await steps.heading(ada, "The circle");
  await steps.sees(ada, ["Tom Vale, therapist until"], []);
  // The client is told as well, and can still stop everything.
  await kai.go(`${file}/course`);
  await steps.sees(kai, ["The file has no therapist, or more than one."], []);
  await kai.go("/today");
  await kai.page.getByRole("button", { name: "Stop everything" }).waitFor();
}

async function comes({ ada, nora, file }) {
  await steps.join(nora, await steps.inviteColleague(ada, "Nora Field", "therapist"), "nora", noras);
  await ada.go(`${file}/circle`);
  // The client's release does not name her yet: what was written before goes to her because it is ticked.
  assert.equal(await ada.page.getByRole("checkbox", { name: "Also what was written before" }).isChecked(), false);
  await steps.sees(ada, ["The client's release does not name them yet."], []);
  await steps.putIntoCircle(ada, file, "Nora Field", "therapist", { history: true });
  const readers = (label) => ada.page.locator("dt", { hasText: label }).locator("xpath=following-sibling::dd[1]").textContent();
  for (const room of [/^Everyone/, /^Between professionals/]) assert.match(await readers(room), /therapist/i);
  await steps.sees(ada, ["Nora Field"], []);
  for (const dd of await ada.page.locator("section", { hasText: "Who can read what" }).locator("dd").allTextContents())
    assert.doesNotMatch(dd, /Tom Vale/);
  await look(ada, "changed-circle");
  // She reads what was agreed to before she came.
  await nora.go(file);
  await nora.page.locator("summary", { hasText: "earlier" }).click();
  await steps.sees(nora, ["Able to say no, and has somebody to ring."], []);
}

async function isAskedAnew({ ada, nora, kai, file, session }) {
  await refused(ada, session, [
    "The client's release does not name the therapist.",
    "The therapist has not looked yet at whether this work is suitable for the client.",
    "The therapist has not recorded that the client can consent.",
    "The therapist has not signed the plan.",
    "The therapist has not met the client yet.",
    "The three have not met together.",
  ]);
  await nora.go(`${file}/course`);
  for (const act of ["suitability", "capacity", "conflicts", "credentials", "explain", "sign"])
    assert.ok(await nora.page.locator(`a[href^="${file}/course/${act}"]`).count(), `${act} is not asked of the new therapist`);
  await look(nora, "changed-asked");
  await kai.go(`${file}/course`);
  assert.ok(await kai.page.locator(`a[href^="${file}/course/release"]`).count(), "the client is not asked to name the new therapist");
  await look(kai, "client-changed-asked");
}

async function signsAnew({ nora, kai, file }) {
  await act(kai, file, "release", () => tickAll(kai));
  await act(nora, file, "suitability", async () => {
    await choose(nora, "Suitable");
    await steps.fill(nora, "Your reasons", "We spoke about all that is planned.");
  });
  await act(nora, file, "capacity", () => choose(nora, "They can consent"));
  await act(nora, file, "conflicts", () => steps.fill(nora, "What there is to declare", "none"));
  await act(nora, file, "credentials", async () => {
    await steps.fill(nora, "Body, registration, insurer", "Invented body, number 8, insured in writing.");
    await steps.fill(nora, "Your date of birth", "1970-02-03");
  });
  await act(nora, file, "explain");
  await act(kai, file, "consent");
  await act(nora, file, "sign", async () => {
    const mine = nora.page.getByRole("radio", { name: "You" });
    if (await mine.count()) await mine.check();
  });
}

// Moves a session by so many hours.
async function moveOn(person, session, hours) {
  await person.go(`${session}/move`);
  const day = person.page.getByLabel("Day"), time = person.page.getByLabel("Time");
  const then = new Date(`${await day.inputValue()}T${await time.inputValue()}Z`);
  then.setUTCHours(then.getUTCHours() + hours);
  await day.fill(then.toISOString().slice(0, 10));
  await time.fill(then.toISOString().slice(11, 16));
  await send(person);
  await kept(person);
}

async function goesOn({ ada, nora, kai, file, session }) {
  await refused(ada, session, ["The therapist has not met the client yet."]);
  // The client can't be with the new therapist and in that session at once: it is moved, and asked about afresh.
  await moveOn(ada, session, 3);
  await meet({ person: nora, file, kind: "Client and therapist" });
  await meet({ person: nora, file, kind: "All three" });
  await agrees(ada, session);
  await agrees(kai, session);
  await ada.go(session);
  await steps.press(ada, "Start");
  await ada.page.getByText("going on").first().waitFor();
  await kai.go(session);
  await kai.page.getByText("going on").first().waitFor();
}
