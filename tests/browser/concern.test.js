// A concern: the client raises it and the work stands still, the lead answers, and the practitioner and the therapist read
// nothing but that the practice has paused the work.
import assert from "node:assert/strict";
import { test } from "node:test";
import { look, passphrases, withServer } from "./harness.js";
import * as steps from "./steps.js";

const lead = "copper violet mast eleven";
const said = { raised: "A session ran on after I had asked for a rest.", more: "It was on Thursday.", answer: "I have talked with you, and will talk with them.", found: "Sessions end on the hour from now on." };

test("a concern goes to the lead, out of the others' sight", withServer({}, async ({ arrive }) => {
  const ada = await arrive(), tom = await arrive(), lea = await arrive(), kai = await arrive({ phone: true });
  await steps.beginPractice(ada);
  await steps.join(tom, await steps.inviteColleague(ada, "Tom Vale", "therapist"), "tom", passphrases.tom);
  await steps.join(lea, await steps.inviteColleague(ada, "Lea Brook", "safeguarding lead"), "lea", lead);
  await ada.go("/practice");
  await steps.fill(ada, "Where a concern goes outside the practice", "The county's safeguarding team, 01 23 45");
  await steps.press(ada, "Keep");
  await ada.page.getByText("The settings are kept.").first().waitFor();
  await look(ada, "practice-concerns");
  const file = await steps.addClient(ada);
  await steps.putIntoCircle(ada, file, "Tom Vale", "therapist");
  await steps.join(kai, await steps.inviteClient(ada, file), "kai", passphrases.kai);

  const concern = await raised({ kai, file });
  await seenByNobodyElse({ ada, tom, file, concern, paused: true });
  await answered({ lea, kai, concern });
  await seenByNobodyElse({ ada, tom, file, concern, paused: false });
}));

async function raised({ kai, file }) {
  await kai.go("/today");
  await steps.follow(kai, "Raise a concern");
  await steps.heading(kai, "Raise a concern");
  await kai.page.getByText("Lea Brook, safeguarding lead of the practice").waitFor();
  await kai.page.getByText("The county's safeguarding team, 01 23 45").waitFor();
  await look(kai, "client-concern-new");
  await steps.fill(kai, "What it is about", said.raised);
  await kai.page.getByRole("checkbox", { name: "The work should stand still" }).check();
  await steps.press(kai, "Send it to the safeguarding lead");
  await kai.page.getByText("It is with the safeguarding lead now.").first().waitFor();
  await steps.sees(kai, [said.raised, "The work is paused for it."], []);
  await look(kai, "client-concern");
  return new URL(kai.page.url()).pathname;
}

async function answered({ lea, kai, concern }) {
  await lea.go("/today");
  await steps.follow(lea, "Answer a concern");
  await steps.sees(lea, [said.raised], []);
  await look(lea, "concern");
  await steps.fill(lea, "Write in it", said.answer);
  await lea.page.getByRole("checkbox", { name: "This is the answer" }).check();
  await steps.press(lea, "Keep it");
  await lea.page.getByText("Kept.", { exact: true }).first().waitFor();
  await kai.go("/concerns");
  await look(kai, "client-concerns");
  await kai.page.getByRole("link", { name: "Raised today" }).click();
  await steps.sees(kai, [said.answer], []);
  await steps.fill(kai, "Write in it", said.more);
  await steps.press(kai, "Keep it");
  await kai.page.getByText("Kept.", { exact: true }).first().waitFor();
  await lea.go(concern);
  await steps.press(lea, "Take the pause off");
  await lea.page.getByText("The pause is taken off.").first().waitFor();
  await steps.sees(lea, [said.more], []);
  await steps.fill(lea, "What was found", said.found);
  await steps.press(lea, "Close the concern");
  await lea.page.getByText("It is closed.").first().waitFor();
  await lea.go("/concerns");
  await look(lea, "concerns");
  await kai.go(concern);
  await steps.sees(kai, [said.found], []);
}

const pause = "The work is paused by the practice.";
async function seenByNobodyElse({ ada, tom, file, concern, paused }) {
  const hidden = [...Object.values(said), concern, "Lea Brook, safeguarding", "Kai paused"];
  for (const person of [ada, tom]) {
    for (const path of ["/today", "/files", file, `${file}/course`, `${file}/access`, `${file}/circle`, `${file}/export`, "/concerns", "/find?q=session"]) {
      await person.go(path);
      await person.page.getByRole("heading", { level: 1 }).waitFor();
      await steps.sees(person, [], hidden);
    }
    await person.go(file);
    assert.equal(await person.page.getByText(pause).count() > 0, paused);
    person.expectRefusal();
    await person.go(concern);
    await steps.heading(person, "There is no such page");
  }
}
