// The course of a couple and their therapist, each in a browser of their own: no practitioner, and what they do they do at
// home. One of the two signs nothing for the other, and a stop of one is theirs alone to take back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { look, passphrases, withServer } from "./harness.js";
import { act, choose, meet, send, kept, tickAll } from "./course_steps.js";
import * as steps from "./steps.js";

test("the course of a couple: opening, a phase, a stop of one, the end", withServer({}, async ({ arrive }) => {
  const ada = await arrive(), tom = await arrive(), kai = await arrive({ phone: true }), edie = await arrive({ phone: true });
  await steps.beginPractice(ada);
  await steps.join(tom, await steps.inviteColleague(ada, "Tom Vale", "therapist"), "tom", passphrases.tom);
  const file = await couplesFile(tom);
  await steps.join(edie, await linkFor(tom, file, "Edie"), "edie", "lantern copper brook six");
  await steps.join(kai, await linkFor(tom, file, "Kai"), "kai", passphrases.kai);
  const both = [{ person: edie, name: "Edie" }, { person: kai, name: "Kai" }];
  await look(edie, "couple-client-new");
  await opened({ tom, both, file });
  await goesOn({ tom, edie, kai, both, file });
  await ends({ tom, edie, kai, file });
}));

async function couplesFile(tom) {
  await tom.go("/files/new?for=couple");
  await steps.heading(tom, "Add a couple");
  const papers = tom.page.getByLabel("Name in papers"), called = tom.page.getByLabel("Name to be called by");
  const born = tom.page.getByLabel("Date of birth");
  for (const [at, name, day] of [[0, "Edie", "1961-03-02"], [1, "Kai", "1958-05-01"]]) {
    await papers.nth(at).fill(`${name} Marsh`);
    await called.nth(at).fill(name);
    await born.nth(at).fill(day);
  }
  await tom.page.getByRole("radio", { name: "Therapist" }).check();
  await steps.press(tom, "Make the file");
  await tom.page.getByRole("heading", { name: "What happened" }).waitFor();
  return new URL(tom.page.url()).pathname;
}

async function linkFor(tom, file, name) {
  await tom.go(`${file}/invite`);
  await choose(tom, name);
  await steps.fill(tom, "Your passphrase", passphrases.tom);
  await steps.press(tom, "Make the link");
  await steps.heading(tom, /^The link for/);
  return (await tom.page.locator("#link").textContent()).trim();
}

// Whose it is, where the form asks.
const of = (person, name) => async () => {
  const theirs = person.page.getByRole("radio", { name, exact: true });
  if (await theirs.count()) await theirs.check();
};

async function opened({ tom, both, file }) {
  await act(tom, file, "plan-write", () => choose(tom, "Sensate focus for a couple"));
  for (const { person, name } of both) {
    await act(tom, file, "suitability", async () => {
      await of(tom, name)();
      await choose(tom, "Suitable");
    });
    await act(tom, file, "capacity", async () => {
      await of(tom, name)();
      await choose(tom, "They can consent");
    });
    await act(tom, file, "explain", of(tom, name));
    await act(person, file, "release", () => tickAll(person));
    await act(person, file, "consent", null, `couple-consent-${name.toLowerCase()}`);
    await act(person, file, "sign");
  }
  await act(tom, file, "sign", of(tom, "You"));
  await tom.go(`${file}/course`);
  await steps.sees(tom, ["Without a practitioner"], ["The three have not met together"]);
  await look(tom, "couple-course");
  await both[1].person.go(`${file}/course`);
  await look(both[1].person, "couple-client-course");
}

async function goesOn({ tom, edie, kai, both, file }) {
  const session = await meet({ person: tom, file, kind: "Client and therapist" });
  await steps.write(tom, file, "shared", "By turns, ten minutes each.");
  await edie.go(session);
  await look(edie, "couple-client-session");
  for (const { person, name } of [{ person: tom, name: "You" }, ...both]) await act(person, file, "phase", of(person, name));
  await kai.go("/today");
  await steps.sees(kai, ["By turns, ten minutes each."], []);
  await steps.press(kai, "Stop everything");
  await kai.page.getByText("Stopped. Nothing goes on until you say so.").waitFor();
  await edie.go("/today");
  await edie.page.getByText("Kai said stop.").first().waitFor();
  assert.equal(await edie.page.getByRole("link", { name: "I want to go on" }).count(), 0, "it is Kai's to take back");
  await look(edie, "couple-stopped-by-the-other");
  await steps.follow(kai, "I want to go on");
  await send(kai);
  await kept(kai);
  await act(tom, file, "resume");
}

async function ends({ tom, edie, kai, file }) {
  const today = await kai.page.evaluate(() => new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London" }).format(new Date()));
  const everybody = [[tom, "You"], [edie, "You"], [kai, "You"]];
  for (const [person, name] of everybody)
    await act(person, file, "closure", async () => {
      await of(person, name)();
      await steps.fill(person, "The last day", today);
    });
  await meet({ person: tom, file, kind: "Client and therapist", closing: true });
  for (const [person, name] of everybody)
    await act(person, file, "closing-form", async () => {
      await of(person, name)();
      await steps.fill(person, "Your words", "Thank you for the patience.");
    });
  await act(tom, file, "close");
  await look(tom, "couple-ended");
  await edie.go("/today");
  await steps.sees(edie, ["Your therapist stays for you."], ["Stop everything</button>"]);
  await look(edie, "couple-client-ended");
}
