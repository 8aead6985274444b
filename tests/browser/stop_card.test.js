// A stop card: the client makes it, somebody opens its address with no sign-in and types the code, and a session that is
// going on ends with it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { look, withServer } from "./harness.js";
import { three } from "./course_steps.js";
import * as steps from "./steps.js";

test("a stop card stops without a sign-in", withServer({}, async ({ arrive }) => {
  const ada = await arrive(), tom = await arrive(), kai = await arrive({ phone: true }), nobody = await arrive({ phone: true });
  const file = await three({ ada, tom, kai });
  await kai.go(`${file}/course`);
  await steps.follow(kai, "Make a stop card, on paper");
  await look(kai, "client-stop-card-new");
  await steps.press(kai, "Make the card");
  await steps.heading(kai, "The card");
  const shown = await kai.page.locator(".shown-once").allInnerTexts();
  assert.equal(shown.length, 2);
  await steps.sees(kai, ["works on this computer only"], []);
  await kai.page.getByRole("img", { name: "The address above, for a phone's camera" }).waitFor();
  await look(kai, "client-stop-card");

  const address = new URL(shown[0]).pathname;
  await nobody.go(address);
  await steps.heading(nobody, "Stop");
  await look(nobody, "stop");
  await steps.fill(nobody, "The code", "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-AAAAA");
  nobody.expectRefusal();
  await steps.press(nobody, "Stop");
  await nobody.page.getByRole("alert").waitFor();
  await look(nobody, "stop-refused");
  await steps.fill(nobody, "The code", shown[1].toLowerCase().replaceAll("-", " "));
  await steps.press(nobody, "Stop");
  await steps.heading(nobody, "It is stopped");
  await look(nobody, "stop-done");
  await nobody.go(file);
  assert.match(nobody.page.url(), /sign-in/, "the card opens nothing else");

  await ada.go(`${file}/course`);
  await steps.sees(ada, ["A stop came by the stop card"], ["said stop"]);
  await look(ada, "course-stopped-by-card");
}));
