// Every page works without scripts.
import { test } from "node:test";
import { look, passphrases, withServer } from "./harness.js";
import * as steps from "./steps.js";
import { said, tell } from "./story.js";

test("the main path goes without scripts", withServer({}, async ({ server, arrive }) => {
  const shown = new Set(["begin", "join-client", "file", "client-home", "circle", "write-shared"]);
  const { ada, file } = await tell({
    server, arrive, scripts: false,
    looks: (person) => async (name) => (shown.has(name) ? look(person, `plain-${name}`) : undefined),
  });
  await steps.press(ada, "Lock");
  await steps.heading(ada, "Locked");
  await steps.fill(ada, "Your passphrase", passphrases.ada);
  await steps.press(ada, "Go on");
  await steps.heading(ada, /day, /);

  // Enter in the field of the caseload looks in the entries, and the filters are links.
  await ada.go("/files");
  await ada.page.getByRole("searchbox").fill("breathing");
  await ada.page.getByRole("searchbox").press("Enter");
  await steps.heading(ada, "Find");
  await steps.sees(ada, ["breathing"], [said.therapy]);
  await ada.go(file);
  await ada.page.getByText("Show only some").click();
  await ada.page.getByRole("list", { name: "By who can read it" }).getByRole("link").nth(1).click();
  await ada.page.locator("details[open] [aria-current=true]").first().waitFor();
}));
