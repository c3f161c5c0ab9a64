// Visits every screen and state of the built window in light and dark, under the window's own content security policy,
// and fails on a serious or critical accessibility violation, on a breach of the policy, or on an error in the page.
// Writes pictures of all of them to the folder SCREENS names (target/screens). CHROMIUM names another browser.
import { mkdirSync, readFileSync, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { build, preview } from "vite";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const pictures = resolve(root, process.env.SCREENS ?? "target/screens");
const only = process.argv[2];
mkdirSync(pictures, { recursive: true });
if (!existsSync(join(root, "ui/dist/index.html"))) await build({ configFile: join(root, "vite.config.ts"), logLevel: "warn" });

const policy = Object.entries(JSON.parse(readFileSync(join(root, "src-tauri/tauri.conf.json"), "utf8")).app.security.csp)
  .map(([directive, value]) => `${directive} ${value}`)
  .join("; ");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const bundled = await build({
  configFile: false,
  logLevel: "warn",
  build: { write: false, minify: false, lib: { entry: join(root, "ui/tests/window.ts"), formats: ["iife"], name: "invented" } },
});
const invented = [bundled].flat()[0].output[0].code;

const id = (name) => `[data-testid="${name}"]`;
const nav = (screen) => async (page) => {
  await page.click(id(`nav-${screen}`));
  await page.waitForTimeout(150);
};
const then = (...steps) => async (page) => {
  for (const step of steps) await step(page);
};
const click = (selector, n = 0) => (page) => page.locator(selector).nth(n).click();
const key = (name) => (page) => page.keyboard.press(name);
const drop = (...paths) => (page) => page.evaluate((p) => window.broadsheetTest.drop(p), paths);
const wait = (ms) => (page) => page.waitForTimeout(ms);
const appears = (selector) => (page) => page.waitForSelector(selector);
const absent = { status: { state: "absent", keyring: true } };
const small = { width: 900, height: 600 };
const narrow = { width: 640, height: 500 };
const verdicts = then(nav("review"), ...["d", "e", "k", "r", "d", "d", "d"].flatMap((k) => [key(k), wait(60)]));
const columns = then(drop("/a/wards.csv"), click(id("say-columns")), wait(500));
const problem = { code: "disk-full", message: "The disk is full, so the library could not be opened", hint: "Free some space, then try again." };

// [name, what the core answers, what the person does, window]
const scenes = [
  ["first-start", absent, then(click(id("sample").replace("sample", "key-passphrase")), wait(50))],
  ["first-start-keyring", absent, wait(0)],
  ["first-start-no-keyring", { status: { state: "absent", keyring: false } }, then(click(id("sample")), wait(100))],
  ["locked", { status: { state: "locked" } }, wait(0)],
  ["locked-wrong", { status: { state: "locked" } }, then((p) => p.fill(id("passphrase"), "nonsense"), click(id("unlock")), wait(100))],
  ["failed", { status: { state: "failed", problem } }, wait(0)],
  ["import", {}, then(nav("import"), click("summary"), wait(80))],
  ["import-hover", {}, then(nav("import"), (p) => p.evaluate(() => window.broadsheetTest.hover()), wait(100))],
  ["import-running", { pace: 60_000 }, then(drop("/a/chirp-2026-10-02.zip", "/a/faces-1.zip"), wait(100))],
  ["import-done", { pace: 0 }, then(drop("/a/chirp-2026-10-02.zip", "/a/holiday.zip"), appears(id("import-done")))],
  ["import-refused", { pace: 0, fails: { import_archives: problem } }, then(drop("/a/chirp.zip"), wait(100))],
  ["import-unknown", { pace: 0 }, then(drop("/a/wards.csv"), appears(id("say-columns")))],
  ["columns", { pace: 0 }, columns],
  ["columns-small", { pace: 0 }, columns, small],
  ["columns-narrow", { pace: 0 }, columns, narrow],
  ["columns-tall", { pace: 0 }, columns, { width: 1280, height: 1300 }],
  ["columns-none", { pace: 0 }, then(drop("/a/empty.csv"), click(id("say-columns")), wait(150))],
  ["columns-many", { pace: 0 }, then(drop("/a/many.csv"), click(id("say-columns")), wait(500))],
  ["columns-author", { pace: 0 }, then(columns, (p) => p.selectOption(id("holds-wer"), "author"), (p) => p.fill(id("mapped-name"), "nobody"), wait(500))],
  ["columns-no-text", { pace: 0 }, then(columns, (p) => p.selectOption(id("holds-gesagt_hat_er"), ""), wait(400))],
  ["columns-refused", { pace: 0, fails: { preview: { code: "no-such-column", message: "wards.csv has no column wer", hint: "Its columns are nr and wann." } } }, columns],
  ["columns-failed", { pace: 0, fails: { columns: problem } }, then(drop("/a/wards.csv"), click(id("say-columns")), wait(150))],
  ["columns-platform", { pace: 0 }, then(columns, (p) => p.selectOption(id("mapped-platform"), "quill"), wait(500))],
  ["overview", {}, wait(0)],
  ["overview-tables", {}, then((p) => p.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true))), wait(50))],
  ["overview-small", {}, wait(0), small],
  ["overview-empty", { posts: 0 }, nav("overview")],
  ["overview-failed", { fails: { overview: problem } }, nav("overview")],
  ["review", {}, nav("review")],
  ["review-decided", {}, verdicts],
  ["review-small", {}, nav("review"), small],
  ["review-small-filters", {}, then(nav("review"), click(".filters"), wait(80)), small],
  // As with the text at 200 per cent in a window of 1280 by 1000.
  ["review-narrow", {}, nav("review"), narrow],
  ["overview-narrow", {}, wait(0), narrow],
  ["checklists-narrow", {}, nav("checklists"), narrow],
  ["settings-narrow", {}, nav("settings"), narrow],
  ["first-start-narrow", absent, wait(0), narrow],
  ["review-bulk", {}, then(nav("review"), key("x"), key("j"), wait(80), key("j"), wait(80), key("Shift+X"), wait(100))],
  ["review-whole", {}, then(nav("review"), key("a"), wait(80), click(id("bulk-delete")), wait(100))],
  ["review-rule", {}, then(nav("review"), click(".source .link"), wait(150))],
  ["review-link", {}, then(nav("review"), key("o"), wait(100))],
  ["review-empty", {}, then(nav("review"), (p) => p.fill(id("search"), "qqqq"), wait(500))],
  ["review-all", { posts: 100_000 }, then(nav("review"), (p) => p.selectOption("search select >> nth=1", "all"), wait(300), (p) => p.evaluate(() => (document.querySelector('[data-testid="review-list"]').scrollTop = 4_000_000)), wait(300))],
  ["clean-up", {}, then(verdicts, nav("clean-up"))],
  ["clean-up-question", {}, then(verdicts, nav("clean-up"), click(`${id("clean-up-item")}[data-proof=todo] ${id("claim")}`), wait(100))],
  ["clean-up-empty", {}, nav("clean-up")],
  ["checklists", {}, then(nav("checklists"), click(`[data-item="chirp.connected-apps"] button`), wait(80))],
  ["checklists-small", {}, nav("checklists"), small],
  ["archives", {}, then(nav("archives"), click("summary"), click("summary", 1), wait(80))],
  ["archives-small", {}, nav("archives"), small],
  ["archives-narrow", {}, nav("archives"), narrow],
  ["archives-tall", {}, then(nav("archives"), (p) => p.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true))), wait(50)), { width: 1280, height: 2200 }],
  ["accounts-ticked", {}, then(nav("archives"), click(`${id("account")} input`), click(`${id("account")} input`, 1), wait(80))],
  ["accounts-linked", { pace: 0 }, then(nav("archives"), click(`${id("account")} input`), click(`${id("account")} input`, 3), click(id("link-accounts")), wait(150))],
  ["accounts-linking", { pace: 60_000 }, then(nav("archives"), click(`${id("account")} input`), click(`${id("account")} input`, 3), click(id("link-accounts")), wait(150))],
  ["accounts-failed", { fails: { accounts: problem } }, nav("archives")],
  ["archives-empty", { posts: 0 }, nav("archives")],
  ["settings", {}, nav("settings"), { width: 1280, height: 2400 }],
  ["keys", {}, then(key("?"), wait(100))],
];

const server = await preview({
  configFile: join(root, "vite.config.ts"),
  logLevel: "warn",
  preview: { port: 0, headers: { "Content-Security-Policy": policy } },
});
const address = server.resolvedUrls.local[0];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

const faults = [];
let passes = 0;
let lesser = 0;
try {
  for (const theme of ["light", "dark"]) {
    for (const [name, options, act, size] of scenes) {
      if (only && !name.startsWith(only)) continue;
      const place = `${name} (${theme})`;
      const context = await browser.newContext({ viewport: size ?? { width: 1280, height: 840 }, colorScheme: theme, reducedMotion: "reduce", timezoneId: "Europe/London" });
      const page = await context.newPage();
      page.on("pageerror", (error) => faults.push(`${place}: ${error.message}`));
      page.on("console", (message) => message.type() === "error" && faults.push(`${place}: ${message.text()}`));
      // The window freezes this too, against scripts that would change it.
      await page.addInitScript(() => addEventListener("DOMContentLoaded", () => Object.freeze(Object.prototype)));
      await page.addInitScript(invented);
      await page.goto(`${address}#${encodeURIComponent(JSON.stringify({ pace: 0, ...options }))}`);
      try {
        await page.waitForSelector("h1", { timeout: 5_000 });
        await page.waitForTimeout(120);
        await act(page);
        await page.screenshot({ path: join(pictures, `${name}-${theme}.png`) });
        await page.evaluate(axe);
        const found = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
        passes += found.passes.length;
        for (const violation of found.violations) {
          const where = violation.nodes.slice(0, 3).map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? ""}`);
          const line = `${place}: ${violation.impact} ${violation.id}: ${where.join("; ")}`;
          if (["serious", "critical"].includes(violation.impact)) faults.push(line);
          else {
            lesser += 1;
            console.log(line);
          }
        }
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 1) faults.push(`${place}: the page is ${wide} px wider than the window`);
      } catch (error) {
        faults.push(`${place}: ${error.message}`);
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
  await server.close();
}

for (const fault of faults) console.error(fault);
console.log(`${scenes.length} scenes in two themes: ${passes} checks passed, ${lesser} lesser violations, ${faults.length} faults. Pictures: ${pictures}`);
process.exit(faults.length === 0 ? 0 : 1);
