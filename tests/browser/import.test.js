// The first example of the README, through the page.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { look, passphrases, root, withServer } from "./harness.js";
import * as steps from "./steps.js";

const scores = readFileSync(join(root, "examples/beat-the-blues.csv"), "utf8");
const mapping = readFileSync(join(root, "examples/beat-the-blues.mapping.json"), "utf8");

async function send(ada, csv) {
  await ada.go("/import");
  await ada.page.getByLabel("The table (CSV)").setInputFiles({ name: "scores.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await steps.fill(ada, "What its columns mean", mapping);
  await steps.press(ada, "Import");
}

test("Beat the Blues: a wrong cell is named and nothing is kept; then 100 files with a chart",
  withServer({ begin: true }, async ({ arrive }) => {
    const ada = await arrive();
    await steps.signIn(ada, "Ada Lind", passphrases.ada);

    // Row 3 of the table (the second person), two months: a word where a number belongs.
    const lines = scores.trimEnd().split("\n");
    lines[2] = lines[2].replace(/,16,/, ",sixteen,");
    ada.expectRefusal();
    await send(ada, lines.join("\n"));
    await ada.page.getByRole("alert").waitFor();
    const cells = await ada.page.getByRole("alert").getByRole("cell").allTextContents();
    assert.deepEqual(cells.slice(0, 3), ["3", "bdi.2m", "sixteen"]);
    assert.ok(cells[3].length > 10, "it says why");
    assert.equal(await ada.page.getByLabel("What its columns mean").inputValue(), mapping.replaceAll("\r", ""), "the mapping stays typed");
    await look(ada, "import-refused");
    await ada.go("/files");
    await ada.page.getByText("No file yet").waitFor();

    await send(ada, scores);
    await ada.page.getByRole("status").filter({ hasText: "100" }).waitFor();
    await look(ada, "import-done");
    await follow(ada);
  }));

async function follow(ada) {
  await steps.follow(ada, "See the files");
  await steps.heading(ada, "Files");
  assert.equal(await ada.page.locator("#cases > li").count(), 100);
  await look(ada, "files-100");

  // Names and codes are found as one types.
  await ada.page.getByRole("searchbox").pressSequentially("btb-002");
  await ada.page.getByRole("status").filter({ hasText: /^1 of 100/ }).waitFor();
  assert.equal(await ada.page.locator("#cases > li:visible").count(), 1);
  await ada.page.locator("#cases > li:visible a").click();

  await ada.page.getByRole("heading", { name: "What happened" }).waitFor();
  const chart = ada.page.locator("figure.measure svg");
  await chart.first().waitFor();
  const box = await chart.first().boundingBox();
  assert.ok(box.width > 250 && box.height > 100, `a chart of ${box.width} by ${box.height}`);
  assert.ok((await chart.first().locator("circle, path").count()) >= 5, "five occasions are drawn");
  await ada.page.getByRole("figure").getByText(/\b20\b.*12/).first().waitFor();
  await look(ada, "file-measures");
  await ada.page.getByRole("link", { name: /^The numbers/ }).click();
  const main = ada.page.getByRole("main");
  await main.getByRole("heading", { name: "The numbers" }).waitFor();
  const rows = await main.getByRole("table", { name: "Every answer so far" }).getByRole("row").allTextContents();
  assert.equal(rows.length, 6, rows.join("\n"));
  for (const [at, score] of [32, 16, 24, 17, 20].entries()) assert.ok(rows[at + 1].includes(String(score)), rows[at + 1]);
  // The other 99 are records of earlier work, and enough to say how this one goes beside them.
  await main.getByText(/of 99 finished files that you may read, 99 of them imported/).waitFor();
  await look(ada, "imported-measure");
  await ada.go("/today");
  await look(ada, "today-100");
}
