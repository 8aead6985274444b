// The course of three people, each in a browser of their own: the opening, a start that is refused, a waiver, a stop in
// the middle of a session, a consent that is taken back, and the end.
import assert from "node:assert/strict";
import { test } from "node:test";
import { look, withServer } from "./harness.js";
import { act, agrees, choose, kept, meet, opening, plan, planActivity, send, three, heldYesterday } from "./course_steps.js";
import * as steps from "./steps.js";

test("the course of three: opening, sessions, a stop, the end", withServer({}, async ({ arrive }) => {
  const ada = await arrive(), tom = await arrive(), kai = await arrive({ phone: true });
  const file = await three({ ada, tom, kai });
  for (const [person, name] of [[ada, "course-new"], [kai, "client-course-new"]]) {
    await person.go(`${file}/course`);
    await look(person, name);
  }
  await opening({ ada, tom, kai, file });
  await firstSession({ ada, tom, kai, file });
  await waivedAndStopped({ ada, tom, kai, file });
  await takenBack({ ada, tom, kai, file });
  await ended({ ada, tom, kai, file });
}));

async function firstSession({ ada, tom, kai, file }) {
  const session = await plan(ada, file, "Client and practitioner", () => planActivity(ada));
  await ada.page.getByText("rules are met").click();
  await look(ada, "session-planned");
  ada.expectRefusal();
  await steps.press(ada, "Start");
  await ada.page.getByRole("alert").waitFor();
  await look(ada, "session-refused");
  await kai.go("/today");
  await look(kai, "client-asked");
  await agrees(ada, session);
  await agrees(kai, session);
  await kai.go(session);
  await look(kai, "client-session");
  await ada.go(session);
  await steps.press(ada, "Start");
  await ada.page.getByText("going on").first().waitFor();
  await look(ada, "session-running");
  await steps.follow(ada, "End the session");
  await heldYesterday(ada);
  await ada.page.getByRole("checkbox", { name: /Talking, seated/ }).check();
  await look(ada, "act-end");
  await send(ada);
  await steps.follow(ada, "Write the report");
  await look(ada, "act-report");
  await steps.fill(ada, "What happened", "We sat and talked; the pauses grew shorter.");
  await steps.fill(ada, "Progress note", "A calm first hour.");
  await steps.fill(ada, "Your process notes", "I was more nervous than they were.");
  await send(ada);
  await kept(ada);
  await tom.go(session);
  await steps.sees(tom, ["the pauses grew shorter", "A calm first hour."], ["more nervous than they were"]);
  await kai.go(session);
  await steps.sees(kai, ["A calm first hour."], ["the pauses grew shorter", "more nervous than they were"]);
  await steps.follow(tom, "Note the consult");
  await steps.fill(tom, "What you decided", "Slowly.");
  await steps.fill(tom, "The pace", "As it is");
  await send(tom);
  await kept(tom);
}

async function waivedAndStopped({ ada, tom, kai, file }) {
  const session = await plan(ada, file, "Client and practitioner", () => planActivity(ada));
  await agrees(ada, session);
  await agrees(kai, session);
  await tom.go(session);
  await steps.follow(tom, "Waive a rule");
  await choose(tom, "has not met the therapist");
  await steps.fill(tom, "Your reason", "I am travelling; we spoke on the telephone.");
  await look(tom, "act-waive");
  await send(tom);
  await kept(tom);
  await look(tom, "session-waived");
  await ada.go(session);
  await steps.press(ada, "Start");
  await ada.page.getByText("going on").first().waitFor();
  await kai.go("/today");
  await steps.press(kai, "Stop everything");
  await kai.page.getByText("Stopped. Nothing goes on until you say so.").waitFor();
  await look(kai, "client-stopped");
  await ada.go(session);
  await ada.page.getByText("stopped", { exact: true }).first().waitFor();
  await look(ada, "session-stopped");
  await ada.go(file);
  await ada.page.getByText(/said stop/).first().waitFor();
  await look(ada, "file-held");
  await ada.go(session);
  await steps.follow(ada, "Write the report");
  await steps.fill(ada, "What happened", "Stopped in the first minutes; we had only sat down.");
  await send(ada);
  await kept(ada);
  await steps.follow(kai, "I want to go on");
  await send(kai);
  await kept(kai);
  await act(tom, file, "resume");
}

async function takenBack({ kai, ada, tom, file }) {
  await act(kai, file, "consent-back", null, "client-consent-back");
  await ada.go(`${file}/course`);
  await ada.page.getByText("The client has not consented to the treatment.").waitFor();
  await act(kai, file, "consent");
  await ada.go(`${file}/course`);
  await look(ada, "course-loop");
  await tom.go("/today");
  await look(tom, "today-course");
}

async function ended({ ada, tom, kai, file }) {
  const today = await kai.page.evaluate(() => new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London" }).format(new Date()));
  for (const person of [ada, tom, kai])
    await act(person, file, "closure", async () => {
      const mine = person.page.getByRole("radio", { name: "You" });
      if (await mine.count()) await mine.check();
      await steps.fill(person, "The last day", today);
    });
  await meet({ person: tom, file, kind: "Client and therapist", closing: true });
  for (const person of [ada, tom, kai])
    await act(person, file, "closing-form", async () => {
      const mine = person.page.getByRole("radio", { name: "You" });
      if (await mine.count()) await mine.check();
      await steps.fill(person, "Your words", "Thank you for the patience.");
    });
  await act(ada, file, "close", null, "act-close");
  await look(ada, "course-ended");
  assert.ok(await ada.page.getByText(/The work ended on .*, as was agreed\./).count());
  ada.expectRefusal();
  await ada.go(`${file}/course/plan`);
  await ada.page.getByText("is not asked of you any more").first().waitFor();
  // The therapist's next look takes the practitioner out: what is written from then on they can't read.
  await tom.go(file);
  await tom.page.getByText("has parted, as the work has ended").first().waitFor();
  await ada.go(file);
  await ada.page.getByText("and your part in it.").first().waitFor();
  await look(ada, "practitioner-parted");
  await tom.go(`${file}/course/plan`);
  assert.equal(await tom.page.getByRole("radio", { name: "Client and practitioner" }).count(), 0);
  await kai.go("/today");
  assert.equal(await kai.page.getByRole("button", { name: "Stop everything" }).count(), 0);
  await look(kai, "client-ended");
  await kai.go(`${file}/course`);
  await look(kai, "client-course-ended");
}
