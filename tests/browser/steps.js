// What people do, told once for all tests: by the labels and buttons that they see.
import assert from "node:assert/strict";
import { passphrases } from "./harness.js";

export const heading = (person, words) => person.page.getByRole("heading", { level: 1, name: words }).waitFor();

// A form is sent and its answer is there: with scripts Turbo changes the page in place, so a heading or a notice is
// waited for, never a time.
export const press = (person, name) => person.page.getByRole("button", { name, exact: true }).click();
export const follow = (person, name) => person.page.getByRole("link", { name, exact: true }).first().click();
// What hands out keys asks for the passphrase again; where nothing is said, it is Ada's.
const passphraseAgain = (person, passphrase = passphrases.ada) => fill(person, "Your passphrase", passphrase);
export const fill = (person, label, text) => person.page.getByLabel(label, { exact: true }).fill(text);

export async function beginPractice(person, { look } = {}) {
  await person.go("/");
  await heading(person, "Begin your practice");
  await look?.("begin");
  await fill(person, "Its name", "Willow Row");
  await person.page.getByLabel("Its time zone").selectOption("Europe/London");
  await fill(person, "Your name", "Ada Lind");
  await fill(person, "Name to sign in with", "ada");
  await choosePassphrase(person, "willow kettle anchor plum");
  await person.page.getByRole("checkbox", { name: /^Practitioner/ }).check();
  await press(person, "Begin");
  await typeCodeBack(person, { look });
  await person.page.getByText("The code is right, and you are in.").waitFor();
}

export async function choosePassphrase(person, passphrase) {
  await fill(person, "Passphrase", passphrase);
  await fill(person, "The same again", passphrase);
  // How strong it is is said while it is chosen.
  if (person.scripts) await person.page.locator("#strength[data-score]").waitFor();
}

// The recovery code is shown once; it is typed back with a slip first, then as a hand writes it.
export async function typeCodeBack(person, { look } = {}) {
  await heading(person, "Write this code down, on paper");
  const code = (await person.page.locator("#recovery").textContent()).trim();
  assert.match(code, /^\S{4,}/);
  await look?.("recovery-code");
  await fill(person, "Type the code back", code.slice(0, -1) + (code.endsWith("2") ? "3" : "2"));
  person.expectRefusal();
  await press(person, "I have it on paper");
  await heading(person, "Type your recovery code back");
  await look?.("recovery-confirm-refused");
  await fill(person, "Recovery code", code.toUpperCase().replaceAll("-", " "));
  await press(person, "Go on");
  return code;
}

export async function signIn(person, name, passphrase) {
  await person.go("/sign-in");
  await heading(person, "Sign in");
  await fill(person, "Name", name);
  await fill(person, "Passphrase", passphrase);
  await press(person, "Sign in");
  await person.page.getByRole("main").waitFor();
}

export async function inviteColleague(person, name, role, { look } = {}) {
  await person.go("/practice");
  await follow(person, "Invite a colleague");
  await heading(person, "Invite a colleague");
  await look?.("invite");
  await fill(person, "Their name", name);
  await person.page.getByRole("checkbox", { name: new RegExp(`^${role}`, "i") }).check();
  await passphraseAgain(person);
  await press(person, "Make the link");
  return shownLink(person, name, { look });
}

export async function inviteClient(person, file, { look } = {}) {
  await person.go(file);
  await follow(person, "Invite the client");
  await heading(person, "Invite the client");
  await look?.("invite-client");
  await person.page.getByRole("radio").first().check();
  await passphraseAgain(person);
  await press(person, "Make the link");
  return shownLink(person, /./, { look });
}

async function shownLink(person, name, { look } = {}) {
  await heading(person, name instanceof RegExp ? /^The link for/ : `The link for ${name}`);
  await look?.("invited");
  const link = (await person.page.locator("#link").textContent()).trim();
  assert.ok(link.startsWith(`${person.server.base}/join/`), link);
  return link;
}

export async function join(person, link, name, passphrase, { look, prefix = "" } = {}) {
  await person.go(link);
  await heading(person, /^Welcome/);
  await look?.(`join${prefix}`);
  await fill(person, "Name to sign in with", name);
  await choosePassphrase(person, passphrase);
  await press(person, "Come in");
  const code = await typeCodeBack(person);
  await person.page.getByText("Type your recovery code back").waitFor({ state: "detached" });
  return code;
}

// Returns the path of the new file.
export async function addClient(person, { look } = {}) {
  await person.go("/files/new");
  await heading(person, "Add a client");
  await look?.("add-client");
  await fill(person, "Name in papers", "Kai Morgenstern");
  await fill(person, "Name to be called by", "Kai");
  await fill(person, "Pronouns", "they/them");
  await fill(person, "Date of birth", "1961-04-09");
  await fill(person, "How they may be contacted", "A text message on weekdays, signed only with your first name.");
  await fill(person, "How they may not", "Never the landline; my sister answers it.");
  const mine = person.page.getByRole("radio", { name: "Practitioner" });
  await mine.check();
  await press(person, "Make the file");
  await person.page.getByRole("heading", { name: "What happened" }).waitFor();
  return new URL(person.page.url()).pathname;
}

export async function putIntoCircle(person, file, name, role, { look, history } = {}) {
  await person.go(`${file}/circle`);
  await heading(person, "The circle");
  await look?.("circle-alone");
  await person.page.getByLabel("Who", { exact: true }).selectOption({ label: `${name} (${role})` });
  await person.page.getByLabel("As", { exact: true }).selectOption(role);
  const before = person.page.getByRole("checkbox", { name: "Also what was written before" });
  if (history !== undefined) await before.setChecked(history);
  const ticked = await before.isChecked();
  await passphraseAgain(person, "not my passphrase at all");
  person.expectRefusal();
  await press(person, "Put in");
  await person.page.getByRole("alert").waitFor();
  await look?.("circle-refused");
  assert.equal(await person.page.getByLabel("As", { exact: true }).inputValue(), role, "what was chosen stays");
  assert.equal(await before.isChecked(), ticked, "and what was ticked");
  await passphraseAgain(person);
  await press(person, "Put in");
  await person.page.getByText("Added to the circle.").first().waitFor();
}

// `room` is the beginning of the room's name: shared, clinical, therapy, process, own.
export async function write(person, file, room, text, { look } = {}) {
  await person.go(`${file}/write`);
  await look?.(`write-${room}`);
  await person.page.locator(`input[name=room][value^="${room}"]`).check();
  await fill(person, "Your words", text);
  await press(person, "Keep it");
  await person.page.getByText(text).first().waitFor();
}

export async function sees(person, texts, hidden) {
  for (const text of texts) await person.page.getByText(text).first().waitFor();
  const whole = await person.page.content();
  for (const text of hidden) assert.ok(!whole.includes(text), `"${text}" must not be on ${person.page.url()}`);
}
