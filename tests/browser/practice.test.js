// Three people, one file, every page: with scripts and without.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { look, passphrases, withServer } from "./harness.js";
import * as steps from "./steps.js";
import { said, tell } from "./story.js";

test("three people begin, write into their rooms and see what they should; every page is fit to be seen",
  withServer({}, async ({ server, arrive }) => {
    const story = await tell({ server, arrive, scripts: true, looks: (person) => (name) => look(person, name) });
    await professionalPages(story);
    await clientPages(story);
    await doorPages(story);
    await exported(story);
    await erasureAskedAndTakenBack(story);
    await tomLeaves(story);
    await leavesQuickly(story);
  }));

// An entry is one of the file's articles; its links lead to what may be done with it.
const entry = (person, text) => person.page.getByRole("article").filter({ hasText: text });

async function professionalPages({ ada, tom, look, file }) {
  for (const [path, name] of [["/today", "today"], ["/files", "files"], ["/practice", "practice"], ["/account", "account"], ["/find?q=breathing", "find"],
    [`${file}/access`, "access"], [`${file}/export`, "export"], [`${file}/erase`, "erase"], ["/files/new?for=couple", "add-couple"], ["/import", "import"]]) {
    await ada.go(path);
    await look.ada(name);
  }
  await ada.go("/practice");
  await steps.follow(ada, "Tom Vale");
  await steps.heading(ada, "Tom Vale");
  await look.ada("person");

  // Finding is confined to what may be read, also for what stands in other rooms of the same file.
  await ada.go("/find?q=letter");
  await steps.sees(ada, ["Found only in what you may read."], [said.therapy, said.tom]);
  await tom.go("/find?q=letter");
  await steps.sees(tom, [said.therapy.slice(0, 10)], []);

  await correct({ ada, look, file });
  await move({ ada, look, file });
  await moveToAnotherFile({ ada, look, file });
  await share({ ada, look, file });
  await refusedForms({ ada, look, file });
}

async function correct({ ada, look, file }) {
  await ada.go(file);
  await entry(ada, said.clinical).getByRole("link", { name: "Correct" }).click();
  await steps.heading(ada, "Correct an entry");
  await look.ada("correct");
  await steps.fill(ada, "As it should read", "The breathing slowed after the second exercise.");
  await steps.press(ada, "Keep the correction");
  await ada.page.getByText("Corrected. What stood there first stays visible.").waitFor();
  await entry(ada, "second exercise").getByText("What stood here before").first().click();
  await entry(ada, "second exercise").getByText(said.clinical).first().waitFor();
  await look.ada("file-corrected");
}

async function move({ ada, look, file }) {
  await steps.write(ada, file, "shared", "Call the dentist about the invoice.");
  await ada.go(file);
  await entry(ada, "Call the dentist").getByRole("link", { name: "Move" }).click();
  await steps.heading(ada, "Move an entry");
  await ada.page.getByText("What was open to whom").waitFor();
  await look.ada("move");
  await ada.page.locator('input[name=room][value^="process"]').check();
  await steps.press(ada, "Move it");
  await ada.page.getByText("Moved.").first().waitFor();
}

async function moveToAnotherFile({ ada, look, file }) {
  await ada.go("/files/new");
  await steps.fill(ada, "Name in papers", "Robin Thal");
  await ada.page.getByRole("radio", { name: "Practitioner" }).check();
  await steps.press(ada, "Make the file");
  await ada.page.getByRole("heading", { name: "What happened" }).waitFor();
  const other = new URL(ada.page.url()).pathname;
  await steps.write(ada, file, "clinical", "Robin likes the blue chair.");
  await ada.go(file);
  await entry(ada, "the blue chair").getByRole("link", { name: "Move" }).click();
  await steps.heading(ada, "Move an entry");
  await steps.follow(ada, "It belongs into another file");
  await ada.page.getByText("Which file does it belong into?").waitFor();
  await look.ada("move-choose-file");
  await ada.page.locator(`main a[href$="${other.split("/").at(-1)}"]`).click();
  await ada.page.getByText("Into the file of").waitFor();
  await look.ada("move-other-file");
  await ada.page.locator('input[name=room][value="clinical"]').check();
  await steps.press(ada, "Move it");
  await ada.page.getByText("Moved.").first().waitFor();
  assert.equal(new URL(ada.page.url()).pathname, other);
  await steps.sees(ada, ["Robin likes the blue chair."], []);
  await ada.go(file);
  await steps.sees(ada, ["Note, moved away"], ["Robin likes the blue chair."]);
  await ada.go(other);
  await steps.follow(ada, "Change");
  await steps.heading(ada, "Names and contact");
  await look.ada("describe");
}

async function share({ ada, look, file }) {
  await steps.write(ada, file, "process", "A walk between sessions helps.");
  await ada.go(file);
  await entry(ada, "A walk between").getByRole("link", { name: "Share" }).click();
  await steps.heading(ada, "Share an entry");
  await look.ada("share");
  await ada.page.locator('input[name=room][value^="clinical"]').check();
  await steps.press(ada, "Share it");
  await ada.page.getByText("Shared on.").waitFor();
}

// What is refused says why, beside the field, and keeps what was typed.
async function refusedForms({ ada, look, file }) {
  await ada.go(`${file}/export`);
  await ada.page.getByRole("main").getByLabel("Your passphrase").fill("not my passphrase at all");
  ada.expectRefusal();
  await steps.press(ada, "Export");
  await ada.page.getByRole("alert").waitFor();
  await look.ada("export-refused");

  await ada.go("/practice/invite");
  await steps.fill(ada, "Their name", "Nobody Yet");
  await steps.fill(ada, "Your passphrase", passphrases.ada);
  ada.expectRefusal();
  await steps.press(ada, "Make the link");
  await ada.page.getByRole("alert").waitFor();
  assert.equal(await ada.page.getByLabel("Their name").inputValue(), "Nobody Yet");
  await look.ada("invite-refused");

  ada.expectRefusal();
  await ada.go("/files/aaaaaaaaaaaaaaaaaaaaaaaaaa");
  await steps.heading(ada, "There is no such page");
  await look.ada("no-such-page");
}

async function clientPages({ kai, look, file }) {
  for (const [path, name] of [["/today", "client-home-2"], [`${file}/circle`, "client-circle"], [`${file}/access`, "client-access"],
    [`${file}/export`, "client-export"], [`${file}/erase`, "client-erase"], ["/account", "client-account"], [`${file}/write?for=me`, "client-write-me"],
    [`${file}/write?for=therapist`, "client-write-therapist"]]) {
    await kai.go(path);
    await look.kai(name);
  }
  await clientChangesTheirOwn({ kai, look });
  // What belongs to professionals answers a client as if it were not there.
  for (const path of ["/files", "/practice", "/practice/invite", "/import", "/files/new"]) {
    kai.expectRefusal();
    await kai.go(path);
    await steps.heading(kai, "There is no such page");
  }
}

// Their own words can be corrected, moved and shared, by the same links as a professional's.
async function clientChangesTheirOwn({ kai, look }) {
  for (const [link, name] of [["Correct", "client-correct"], ["Move", "client-move"], ["Share", "client-share"]]) {
    await kai.go("/today");
    await entry(kai, said.own).getByRole("link", { name: link }).click();
    await steps.heading(kai, `${link} what I wrote`);
    await look.kai(name);
  }
  await kai.page.locator('input[name=room][value^="therapy"]').check();
  await steps.press(kai, "Share it");
  await kai.page.getByText("Shared on.").waitFor();
  assert.equal(await entry(kai, said.own).count(), 2);
}

async function doorPages({ tom, look, tomsCode }) {
  await tom.go("/today");
  await look.tom("today-therapist");
  await steps.press(tom, "Lock");
  await steps.heading(tom, "Locked");
  await look.tom("unlock");
  await steps.press(tom, "Not you? Sign out");
  await steps.heading(tom, "Sign in");
  await look.tom("sign-in");
  await steps.fill(tom, "Name", "tom");
  await steps.fill(tom, "Passphrase", "granite otter lamp eight");
  tom.expectRefusal();
  await steps.press(tom, "Sign in");
  await tom.page.getByRole("alert").waitFor();
  await look.tom("sign-in-refused");
  await tom.go("/recover");
  await look.tom("recover");

  // The code on paper sets a new passphrase; the old one is over.
  await steps.fill(tom, "Name", "tom");
  await steps.fill(tom, "Recovery code", tomsCode);
  await steps.fill(tom, "New passphrase", "seventeen quiet herons fly");
  await steps.fill(tom, "The same again", "seventeen quiet herons fly");
  await steps.press(tom, "Set it");
  await tom.page.getByText("Your passphrase is changed.").waitFor();
  await tom.go("/account");
  await steps.press(tom, "Sign out");
  await steps.heading(tom, "Sign in");
  tom.expectRefusal();
  await steps.signIn(tom, "tom", passphrases.tom);
  await tom.page.getByRole("alert").waitFor();
  await steps.signIn(tom, "tom", "seventeen quiet herons fly");
  await tom.page.getByRole("navigation", { name: "Main" }).waitFor();
}

// An export holds what the person may read and nothing else.
async function exported({ ada, file }) {
  await ada.go(`${file}/export`);
  await steps.fill(ada, "Your passphrase", passphrases.ada);
  const [download] = await Promise.all([ada.page.waitForEvent("download"), steps.press(ada, "Export")]);
  assert.equal(download.suggestedFilename(), "trefoil-export.html");
  const html = readFileSync(await download.path(), "utf8");
  for (const text of [said.shared, said.process]) assert.ok(html.includes(text), text);
  for (const text of [said.therapy, said.own, said.tom]) assert.ok(!html.includes(text), text);
  const page = await ada.tab();
  await page.setContent(html);
  await look({ page, scripts: true, faults: ada.faults }, "exported", { title: await page.title() });
  await page.close();
}

async function erasureAskedAndTakenBack({ ada, tom, look, file }) {
  await ada.go(`${file}/erase`);
  await steps.fill(ada, "Why", "asked for by mistake");
  await steps.fill(ada, "Your passphrase", passphrases.ada);
  await steps.press(ada, "Ask for it to be erased");
  await ada.page.getByText("Someone else has to confirm it now.").waitFor();
  await look.ada("erase-asked");
  await tom.go("/today");
  await look.tom("today-waiting");
  await steps.follow(tom, "Confirm or decline an erasure");
  await steps.heading(tom, "Erase this file");
  await look.tom("erase-confirm");
  await steps.press(tom, "Keep the file after all");
  await tom.page.getByText("The asking is taken back.").waitFor();
}

// Who leaves the circle keeps what was theirs to read, and gets nothing newer.
async function tomLeaves({ ada, tom, kai, look, file }) {
  await ada.go(`${file}/circle`);
  const row = ada.page.getByRole("listitem").filter({ hasText: "Tom Vale, therapist" });
  await row.getByText("Take out of the circle").click();
  await look.ada("circle-take-out");
  await row.getByLabel("Why, in a few words").fill("moves to another town");
  await row.getByRole("button", { name: "Take Tom Vale out" }).click();
  await ada.page.getByText("Taken out of the circle.").waitFor();
  await look.ada("circle-past");
  await steps.write(ada, file, "shared", "Thursdays move to eleven.");
  await tom.go(file);
  await steps.sees(tom, [said.shared], ["Thursdays move to eleven."]);
  await look.tom("file-left");
  await kai.go("/today");
  await steps.sees(kai, ["Thursdays move to eleven."], []);
}

// The quick way out leaves nothing to go back to.
async function leavesQuickly({ kai, file }) {
  for (const page of ["/today", `${file}/circle`, "/today"]) await kai.go(page);
  await steps.press(kai, "Leave quickly");
  await steps.heading(kai, "Shopping");
  await kai.page.waitForURL("**/away");
  assert.equal(await kai.page.title(), "Notes");
  // However far back: it is locked.
  for (let back = 0; back < 3; ++back) {
    kai.expectRefusal();
    await kai.page.goBack();
    await steps.heading(kai, "Locked");
  }
  await kai.go("/away");
  await look(kai, "away", { title: "Notes" });
}
