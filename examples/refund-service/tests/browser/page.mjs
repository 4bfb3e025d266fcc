// The page in a headless Chromium: a quote, its confirmation, the ledger, a reversal, a quote that has changed.
//
//     cargo build && npm install && npm test
//
// CHROMIUM names the browser (default: chromium). SCREENSHOTS names a folder for pictures (default: none are kept).
// Each run has a server and a database of its own.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, mkdir, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const binary = process.env.REFUND_SERVICE ?? fileURLToPath(new URL("../../target/debug/refund-service", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "refund-service-"));
const named = process.env.CHROMIUM ?? "chromium";
const browser = [named, ...(process.env.PATH ?? "").split(delimiter).map(part => join(part, named))].find(existsSync);
const pictures = process.env.SCREENSHOTS;
if (pictures) await mkdir(pictures, { recursive: true });

async function start(at) {
  const options = ["--listen", "127.0.0.1:0", "--database", join(folder, "ledger.db"), "--policy", "2020-07", "--at", at];
  const server = spawn(binary, options, { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, RUST_LOG: "error" } });
  const [url] = await once(createInterface({ input: server.stdout }), "line");
  return { url, stop: async () => { server.kill("SIGTERM"); await once(server, "exit"); } };
}

const context = await chromium.launchPersistentContext(join(folder, "profile"), {
  executablePath: browser,
  headless: true,
  viewport: { width: 1280, height: 1000 },
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
let server = await start("2026-04-17T14:05:00Z");
try {
  const page = await context.newPage();
  const complaints = [];
  page.on("console", message => { if (message.type() === "error") complaints.push(message.text()); });
  page.on("pageerror", error => complaints.push(String(error)));
  const elsewhere = [];
  page.on("request", request => { if (!request.url().startsWith("http://127.0.0.1:") && !request.url().startsWith("data:")) elsewhere.push(request.url()); });
  const picture = async name => { if (pictures) await page.screenshot({ path: join(pictures, name), fullPage: true }); };
  const text = selector => page.locator(selector).innerText();

  await page.goto(server.url);
  await page.locator("#remaining").waitFor();
  assert.equal(await text("#remaining"), "50,000.00 USD");
  await page.getByLabel("Bought on").fill("2026-01-31");
  await page.getByRole("button", { name: "Quote" }).click();
  await page.locator("#confirm").waitFor();
  // Half of 36000.00, 76 of 1096 days used: 18000 * 1020/1096 = 16751.82.
  assert.match(await text("#result"), /16,751\.82 USD/);
  assert.match(await text("#result"), /76 of 1096/);
  await picture("1-quote-light.png");

  await page.getByRole("button", { name: "Confirm" }).click();
  await page.locator("#done").waitFor();
  await page.locator("li.refund").waitFor();
  assert.equal(await text("#remaining"), "33,248.18 USD");
  assert.match(await text("#ledger"), /2027-04-17 14:05 UTC\s+16,751\.82\s+50,000\.00/);
  await page.getByRole("button", { name: "Another reservation" }).click();
  await page.getByLabel("Paid").selectOption("Monthly");
  await page.getByLabel("One payment, all units, USD").fill("1520.75");
  await page.getByRole("button", { name: "Quote" }).click();
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.locator("#done").waitFor();
  await page.locator("li.refund").nth(1).waitFor();
  await picture("2-ledger-light.png");
  await page.emulateMedia({ colorScheme: "dark" });
  await picture("3-ledger-dark.png");

  page.once("dialog", dialog => dialog.accept());
  await page.getByRole("button", { name: "Reverse" }).first().click();
  await page.locator("li.reversed").waitFor();

  // Too much for the cap: the reason is there, the button is not to be pressed.
  await page.getByRole("button", { name: "Another reservation" }).click();
  await page.getByLabel("Paid").selectOption("Upfront");
  await page.getByLabel("One payment, all units, USD").fill("98000");
  await page.getByRole("button", { name: "Quote" }).click();
  await page.locator("#result .verdict.bad").waitFor();
  assert.match(await text("#result"), /CAP-0\d/);
  assert.equal(await page.locator("#confirm").isDisabled(), true);
  await picture("4-refused-dark.png");

  // Something that makes no sense.
  await page.getByLabel("Units returned").fill("9");
  await page.getByRole("button", { name: "Quote" }).click();
  await page.locator("[data-code=InvalidRefundQuantity]").waitFor();

  // A quote that has changed by the time it is confirmed: both are shown, and the new one can be confirmed. The
  // service is the same one a day later, on the same address.
  await page.getByLabel("Units returned").fill("1");
  await page.getByLabel("One payment, all units, USD").fill("1000.00");
  await page.getByRole("button", { name: "Quote" }).click();
  await page.locator("#confirm:enabled").waitFor();
  await server.stop();
  server = await start("2026-04-18T00:00:00Z");
  const moved = server.url.replace(/\/$/, "");
  await page.route(/\/(confirm|quote|scopes\/.*)$/, async route => {
    const request = route.request();
    const response = await fetch(moved + new URL(request.url()).pathname, {
      method: request.method(), headers: { "content-type": "application/json", "idempotency-key": request.headers()["idempotency-key"] ?? "" },
      body: request.postData() ?? undefined });
    await route.fulfill({ status: response.status, contentType: "application/json", body: await response.text() });
  });
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.locator("[data-code=QuoteChanged]").waitFor();
  assert.match(await text("#result"), /As quoted\s+As it is now\s+Refund\s+232\.66 USD\s+232\.44 USD/);
  const clipped = await page.locator(".scroll").evaluateAll(all => all.filter(one => one.scrollWidth > one.clientWidth).length);
  assert.equal(clipped, 0, "a table is cut off on a wide screen");
  await picture("5-changed-dark.png");
  await page.emulateMedia({ colorScheme: "light" });
  await picture("6-changed-light.png");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.locator("#done").waitFor();

  await page.setViewportSize({ width: 390, height: 844 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(overflow, 0, "the page scrolls sideways on a telephone");
  await picture("7-telephone.png");

  // The browser reports answers such as 409 as failed loads: that is all that it may complain about.
  assert.deepEqual(complaints.filter(text => !/status of (400|409)/.test(text)), []);
  assert.deepEqual(elsewhere, [], "the page asks nobody else");
  console.log("the page works");
} finally {
  await context.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
