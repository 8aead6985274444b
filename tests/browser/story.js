// The main path, told once and walked twice: with scripts and without. Ada begins a practice and adds a client, Tom the
// therapist and Kai the client join, all three write, and each sees what they should and nothing else.
import assert from "node:assert/strict";
import { passphrases } from "./harness.js";
import * as steps from "./steps.js";

export const said = {
  shared: "We meet on Thursdays at ten, in the garden room.",
  clinical: "The breathing slowed after the third exercise.",
  process: "I noticed a hurry of my own today.",
  therapy: "There is a letter that I never sent.",
  own: "The sea was grey and I liked it.",
  tom: "The letter may be read aloud one day.",
};

// `looks(person)` gives the function that looks at a page under a name, or nothing.
export async function tell({ server, arrive, scripts, looks }) {
  const ada = await arrive({ scripts }), tom = await arrive({ scripts }), kai = await arrive({ scripts, phone: true });
  const look = { ada: looks(ada), tom: looks(tom), kai: looks(kai) };

  await steps.beginPractice(ada, { look: look.ada });
  await look.ada("today-empty");
  const forTom = await steps.inviteColleague(ada, "Tom Vale", "therapist", { look: look.ada });
  const tomsCode = await steps.join(tom, forTom, "tom", passphrases.tom, { look: look.tom });
  await look.tom("today-therapist-empty");

  // A link works once.
  const late = await arrive({ scripts });
  late.expectRefusal();
  await late.go(forTom);
  await late.page.getByRole("heading", { level: 1 }).waitFor();
  assert.equal(await late.page.getByLabel("Passphrase", { exact: true }).count(), 0);
  await looks(late)("join-used-up");

  const file = await steps.addClient(ada, { look: look.ada });
  await look.ada("file-new");
  await steps.putIntoCircle(ada, file, "Tom Vale", "therapist", { look: look.ada });
  await look.ada("circle");
  const forKai = await steps.inviteClient(ada, file, { look: look.ada });
  await steps.join(kai, forKai, "kai", passphrases.kai, { look: look.kai, prefix: "-client" });
  await look.kai("client-home-new");

  await steps.write(ada, file, "shared", said.shared, { look: look.ada });
  await steps.write(ada, file, "clinical", said.clinical);
  await steps.write(ada, file, "process", said.process);
  await steps.write(tom, file, "therapy", said.tom, { look: look.tom });
  await steps.write(kai, file, "therapy", said.therapy, { look: look.kai });
  await steps.write(kai, file, "own", said.own, { look: look.kai });

  await ada.go(file);
  await steps.sees(ada, [said.shared, said.clinical, said.process], [said.therapy, said.own, said.tom]);
  await look.ada("file");
  await tom.go(file);
  await steps.sees(tom, [said.shared, said.clinical, said.therapy, said.tom], [said.process, said.own]);
  await look.tom("file-therapist");
  await kai.go("/today");
  await steps.sees(kai, [said.shared, said.therapy, said.own, said.tom], [said.clinical, said.process]);
  await look.kai("client-home");
  return { ada, tom, kai, look, file, tomsCode };
}
