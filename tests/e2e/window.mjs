// Drives the real window by WebKit's own driver: a client of the few WebDriver calls that the tests need.
// Runs on the desktop that scripts/with-desktop.sh sets up.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const PATIENCE = 20_000;
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** Keys that have no letter, as WebDriver writes them. */
export const KEY = { enter: "\uE007", tab: "\uE004", escape: "\uE00C", space: " ", down: "\uE015", up: "\uE013", shift: "\uE008" };

/** Opens the app on an empty library of its own; `close` ends it and removes everything. */
export async function openWindow({ args = [], library, port = 4455, keep = false } = {}) {
  const folder = library ?? mkdtempSync(join(tmpdir(), "broadsheet-e2e-"));
  const driver = spawn("WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], {
    env: { ...process.env, TAURI_WEBVIEW_AUTOMATION: "true" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  driver.stdout.on("data", (data) => (output += data));
  driver.stderr.on("data", (data) => (output += data));
  const base = `http://127.0.0.1:${port}`;

  async function call(method, path, body) {
    const answer = await fetch(base + path, {
      method,
      headers: { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE * 3),
    });
    const { value } = await answer.json();
    if (value?.error) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }

  await until("the driver listens", () => call("GET", "/status").then(() => true, () => false));
  const binary = resolve(process.env.BROADSHEET_WINDOW ?? join(process.env.CARGO_TARGET_DIR ?? "target", "debug/broadsheet-window"));
  const options = { binary, args: ["--library", folder, ...args] };
  const { sessionId } = await call("POST", "/session", { capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } } });
  const session = `/session/${sessionId}`;

  const page = {
    folder,
    output: () => output,
    /** Runs a function's body in the page and gives back what it returns. */
    run: (script, ...args) => call("POST", `${session}/execute/sync`, { script, args }),
    runAsync: (script, ...args) => call("POST", `${session}/execute/async`, { script, args }),
    /** The first element for a selector, waited for. */
    async find(selector, what = selector) {
      let found;
      await until(`there is ${what}`, async () => {
        found = await call("POST", `${session}/element`, { using: "css selector", value: selector }).catch(() => null);
        return found !== null;
      });
      return found[ELEMENT];
    },
    has: (selector) => page.run("return document.querySelector(arguments[0]) !== null", selector),
    text: (selector) => page.run("return document.querySelector(arguments[0])?.innerText ?? null", selector),
    count: (selector) => page.run("return document.querySelectorAll(arguments[0]).length", selector),
    async click(selector) {
      const element = await page.find(selector);
      await call("POST", `${session}/element/${element}/click`, {});
    },
    async type(selector, text) {
      const element = await page.find(selector);
      await call("POST", `${session}/element/${element}/value`, { text });
    },
    /** Presses keys one after the other, wherever the focus is; `Shift+x` holds shift. */
    async press(...keys) {
      for (const key of keys) {
        const held = key.startsWith("Shift+");
        const letter = held ? key.slice(6) : key;
        const actions = [{ type: "keyDown", value: letter }, { type: "keyUp", value: letter }];
        if (held) {
          actions.unshift({ type: "keyDown", value: KEY.shift });
          actions.push({ type: "keyUp", value: KEY.shift });
        }
        await call("POST", `${session}/actions`, { actions: [{ type: "key", id: "keyboard", actions }] });
      }
    },
    /** A PNG of the page. */
    picture: async () => Buffer.from(await call("GET", `${session}/screenshot`), "base64"),
    resize: (width, height) => call("POST", `${session}/window/rect`, { width, height }),
    /** Waits until the page says so. */
    until: (what, script, ...args) => until(what, () => page.run(script, ...args)),
    async close() {
      await call("DELETE", session).catch(() => {});
      driver.kill();
      if (!keep && !library) rmSync(folder, { recursive: true, force: true });
    },
  };
  return page;
}

/** Polls until `test` is true; fails with `what` after the patience is over. */
export async function until(what, test) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    if (await test()) return;
    if (Date.now() > end) throw new Error(`Waited ${PATIENCE / 1000} s in vain until ${what}`);
    await pause(50);
  }
}
