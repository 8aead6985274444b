// What every browser test stands on: a server of its own, people who each have a browser of their own, and the checks
// that hold on every page whatever it is about.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { spawn, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const root = process.env.TREFOIL_ROOT ?? join(dirname(fileURLToPath(import.meta.url)), "../..");
const binary = process.env.TREFOIL_BINARY ?? join(root, "build/dev/trefoil");
const pictures = process.env.TREFOIL_SCREENSHOTS ?? join(root, "artefacts/screenshots");

export const passphrases = { ada: "willow kettle anchor plum", tom: "granite otter lamp seven", kai: "harbour thimble moss nine" };

let browser;
export async function closeBrowser() {
  await browser?.close();
  browser = undefined;
}
async function openBrowser() {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    // Only where the machine gives an unprivileged user no namespaces (run.sh finds out).
    chromiumSandbox: process.env.CHROMIUM_SANDBOX === "1",
    args: ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  return browser;
}

// A fresh folder. With `begin`, a practice has begun in it from the command line, and it is a rehearsal, so that its
// clock can be moved.
export class Server {
  static async start({ begin = false, demo = false } = {}) {
    const server = new Server();
    server.place = mkdtempSync(join(tmpdir(), "trefoil-browser-"));
    server.data = join(server.place, "practice");
    if (demo) server.run(["demo"]);
    if (begin) {
      const file = join(server.place, "passphrase");
      writeFileSync(file, passphrases.ada + "\n", { mode: 0o600 });
      server.run(["init", "--practice", "Willow Row", "--person", "Ada Lind", "--role", "practitioner,owner",
        "--passphrase-file", file, "--zone", "Europe/London", "--rehearsal"]);
    }
    await server.serve();
    return server;
  }

  run(args) {
    return execFileSync(binary, [...args, "--data", this.data], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  serve() {
    this.child = spawn(binary, ["serve", "--data", this.data, "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
    this.said = "";
    return new Promise((resolve, reject) => {
      const listen = (chunk) => {
        this.said += chunk;
        const found = this.said.match(/http:\/\/127\.0\.0\.1:\d+/);
        if (found) resolve((this.base = found[0]));
      };
      this.child.stdout.on("data", listen);
      this.child.stderr.on("data", listen);
      this.child.once("error", reject);
      this.child.once("exit", (code) => reject(new Error(`The server ended (${code}) before it listened:\n${this.said}`)));
    });
  }

  // Ends the child by its own pid, and looks at how it went.
  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = new Promise((resolve) => this.child.once("exit", resolve));
      this.child.kill("SIGTERM");
      await gone;
    }
    rmSync(this.place, { recursive: true, force: true });
    assert.equal(this.child.exitCode, 0, `The server did not end well:\n${this.said}`);
    assert.doesNotMatch(this.said, / error /, "The server reported a fault.");
  }
}

// A person with a browser of their own: cookies shared with nobody, and every fault of a page is kept until looked at.
export class Person {
  static async arrive(server, { phone = false, scripts = true } = {}) {
    const person = new Person();
    person.server = server;
    person.scripts = scripts;
    person.faults = [];
    person.refusals = 0;
    person.context = await (await openBrowser()).newContext({
      baseURL: server.base,
      javaScriptEnabled: scripts,
      reducedMotion: "reduce",
      locale: "en-GB",
      timezoneId: "Europe/London",
      viewport: phone ? { width: 390, height: 844 } : { width: 1200, height: 900 },
      hasTouch: phone,
      acceptDownloads: true,
    });
    person.context.setDefaultTimeout(15_000);
    person.page = await person.tab();
    return person;
  }

  // Another tab of the same browser.
  async tab() {
    const page = await this.context.newPage();
    page.on("pageerror", (error) => this.faults.push(`a script failed on ${page.url()}: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() !== "error" && message.type() !== "warning") return;
      // A page that refuses a form is answered with 4xx, which the browser reports; tests say where they expect it.
      if (this.refusals > 0 && /status of 4\d\d/.test(message.text())) return void --this.refusals;
      this.faults.push(`the console says on ${page.url()}, of ${message.location().url}: ${message.text()}`);
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(this.server.base) && !/^(data|blob|about):/.test(request.url()))
        this.faults.push(`${page.url()} asks elsewhere: ${request.url()}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 500) this.faults.push(`${response.status()} at ${response.url()}`);
    });
    return page;
  }

  // The next `count` answers of 4xx are meant.
  expectRefusal(count = 1) {
    this.refusals += count;
  }

  async go(path) {
    await this.page.goto(path);
  }

  async leave() {
    await this.context.close();
  }
}

// Runs a test with a server of its own, and ends everything that it started whether it passed or not.
export function withServer(options, body) {
  return async () => {
    const server = await Server.start(options);
    const people = [];
    const arrive = async (how) => {
      const person = await Person.arrive(server, how);
      people.push(person);
      return person;
    };
    let failed = true;
    try {
      await body({ server, arrive });
      failed = false;
    } catch (error) {
      await Promise.all(people.map((person, at) => picture(person.page, `failed-${at}`).catch(() => {})));
      const seen = people.flatMap((person) => [person.page.url(), ...person.faults]);
      throw new Error(`${error.message}\nSeen meanwhile:\n${seen.join("\n")}\n${server.said}`, { cause: error });
    } finally {
      if (failed) {
        await Promise.allSettled(people.map((person) => person.context.close()));
        await server.stop().catch(() => {});
      }
    }
    // The server ends also where a page's faults fail the test: a child that goes on would keep the run from ending.
    await Promise.allSettled(people.map((person) => person.leave()));
    await server.stop();
    assert.deepEqual(people.flatMap((person) => person.faults), []);
  };
}

async function picture(page, name) {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}

// Which elements stick out to the right, for whoever has to mend it.
const tooWide = () => {
  const width = document.documentElement.clientWidth;
  return [...document.body.querySelectorAll("*")]
    .filter((one) => one.getBoundingClientRect().right > width + 1 && getComputedStyle(one).position !== "absolute")
    .slice(0, 4)
    .map((one) => one.outerHTML.slice(0, 120));
};

async function axeFinds(page, where) {
  // Everything that axe knows, with the target size of WCAG 2.2, which it leaves out unless asked.
  const { violations } = await new AxeBuilder({ page }).options({ rules: { "target-size": { enabled: true } } }).setLegacyMode().analyze();
  return violations.map((one) => `axe finds on ${where}: ${one.id} (${one.help}): ${one.nodes.map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`);
}

// What holds on every page: a title that tells nothing, one heading of the first order, no sideways scrolling at 320
// pixels, axe finds nothing; and it leaves its pictures. Dark differs from light only in colours, a desk from a phone
// only in layout, so axe looks twice: at a light phone and at a dark desk.
export async function look(person, name, { title = "Trefoil", axe = person.scripts } = {}) {
  const { page, faults } = person;
  if ((await page.title()) !== title) faults.push(`${name} is titled "${await page.title()}"`);
  if ((await page.locator("h1").count()) !== 1) faults.push(`${name} has not one first heading`);
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const { wide, room } = await page.evaluate(() => ({ wide: document.scrollingElement.scrollWidth, room: window.innerWidth }));
  if (wide > room) faults.push(`${name} is ${wide} wide at ${room}: ${await page.evaluate(tooWide)}`);
  for (const width of [390, 1200]) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await picture(page, `${name}-${width}-${colorScheme}`);
      if (axe && (width === 390) === (colorScheme === "light")) faults.push(...(await axeFinds(page, `${name}, ${width} px, ${colorScheme}`)));
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(before);
}
