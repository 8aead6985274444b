// What the three do in a course, told once for all tests of it.
import assert from "node:assert/strict";
import { look, passphrases } from "./harness.js";
import * as steps from "./steps.js";

export async function three({ ada, tom, kai }) {
  await steps.beginPractice(ada);
  await steps.join(tom, await steps.inviteColleague(ada, "Tom Vale", "therapist"), "tom", passphrases.tom);
  const file = await steps.addClient(ada);
  await steps.putIntoCircle(ada, file, "Tom Vale", "therapist");
  await steps.join(kai, await steps.inviteClient(ada, file), "kai", passphrases.kai);
  return file;
}

export const send = (person) => person.page.locator("main form[data-signed-in] button[type=submit]").click();
export const kept = (person) => person.page.getByText("Kept.", { exact: true }).first().waitFor();
export const choose = (person, name) => person.page.getByRole("radio", { name, exact: false }).first().check();

// Whom a client lets know is ticked by them, one by one.
export const tickAll = async (person) => {
  const boxes = await person.page.locator("input[name=recipients]").all();
  for (const box of boxes) assert.equal(await box.isChecked(), false, "nobody is ticked beforehand");
  for (const box of boxes) await box.check();
};

// One act of the course: its form is filled and sent.
export async function act(person, file, name, fill, picture) {
  await person.go(`${file}/course/${name}`);
  if (picture) await look(person, picture);
  await fill?.();
  await send(person);
  await kept(person);
}

export async function opening({ ada, tom, kai, file }) {
  await act(tom, file, "suitability", async () => {
    await choose(tom, "Suitable");
    await steps.fill(tom, "Your reasons", "Able to say no, and has somebody to ring.");
  }, "act-suitability");
  await act(tom, file, "capacity", () => choose(tom, "They can consent"));
  await act(kai, file, "release", () => tickAll(kai), "client-release");
  await act(ada, file, "plan-write", () => choose(ada, "Graded social contact"), "act-plan");
  for (const person of [ada, tom]) {
    await act(person, file, "conflicts", () => steps.fill(person, "What there is to declare", "none"));
    await act(person, file, "credentials", async () => {
      await steps.fill(person, "Body, registration, insurer", "Invented body, number 7, insured in writing.");
      await steps.fill(person, "Your date of birth", "1970-02-03");
      for (const box of await person.page.locator("input[name=competence]").all()) await box.check();
    }, person === ada && "act-credentials");
    await act(person, file, "explain");
  }
  await act(ada, file, "attest", () => steps.fill(ada, "The legal and professional position", "Lawful here; an invented practice."));
  await act(kai, file, "consent", null, "client-consent");
  await act(kai, file, "sign", null, "client-sign");
  for (const person of [ada, tom])
    await act(person, file, "sign", async () => {
      const mine = person.page.getByRole("radio", { name: "You" });
      if (await mine.count()) await mine.check();
    });
  for (let i = 0; i < 3; ++i) await meet({ person: tom, file, kind: "Client and therapist" });
  await meet({ person: tom, file, kind: "All three" });
  await ada.go(`${file}/course`);
  await look(ada, "course-open");
}

// Plans a session for now, and leads to its page.
export async function plan(person, file, kind, more) {
  await person.go(`${file}/course/plan`);
  await choose(person, kind);
  await steps.fill(person, "Where", "Room 2, ground floor");
  await more?.();
  await send(person);
  await kept(person);
  await person.page.locator("section[aria-labelledby=sessions] > ul > li", { hasText: new RegExp(kind, "i") }).last().getByRole("link").click();
  await person.page.getByRole("heading", { name: "What is planned" }).waitFor();
  return new URL(person.page.url()).pathname;
}
export async function meet({ person, file, kind, closing }) {
  const session = await plan(person, file, kind, closing && (() => person.page.getByLabel("A closing session, to take leave").check()));
  await steps.press(person, "Start");
  await person.page.getByText("going on").first().waitFor();
  await steps.follow(person, "End the session");
  await heldYesterday(person);
  await send(person);
  await person.page.getByText("held", { exact: true }).first().waitFor();
  return session;
}
// A session that is over within minutes here says when it really was.
export async function heldYesterday(person) {
  await person.page.getByLabel("The day on which it was").fill(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
  await person.page.getByLabel("When it began").fill("10:00");
  await person.page.getByLabel("How many minutes it lasted").fill("50");
}
export const planActivity = (person) => person.page.getByRole("checkbox", { name: /Talking, seated/ }).first().check();
export async function agrees(person, session, yes = true) {
  await person.go(`${session}/answers`);
  for (const group of await person.page.getByRole("group").all())
    await group.getByRole("radio", { name: yes ? "Yes, I agree" : "No", exact: true }).check();
  await send(person);
  await kept(person);
}
