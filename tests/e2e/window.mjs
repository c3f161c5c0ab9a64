// Drives the real window by WebKit's own driver: a client of the few WebDriver calls that the tests need.
// Runs on the desktop that scripts/with-desktop.sh sets up.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const PATIENCE = 20_000;
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? "target");
const binary = resolve(process.env.BROADSHEET_WINDOW ?? join(target, "debug/broadsheet-window"));

/** Keys that have no letter, as WebDriver writes them. */
export const KEY = { enter: "\uE007", tab: "\uE004", escape: "\uE00C", backspace: "\uE003", space: " ", down: "\uE015", right: "\uE014", shift: "\uE008" };

/** The selector of a test id; see ui/src/shared/testids.ts. */
export const id = (name, more = "") => `[data-testid="${name}"]${more}`;

/** An empty folder that is gone after the test. */
export function folder(test) {
  const path = mkdtempSync(join(tmpdir(), "broadsheet-e2e-"));
  test.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/**
 * Opens the window on the library in a folder, does something with it, and closes it. A failure leaves a picture of the
 * window in target/e2e.
 */
export async function inWindow({ library, imports = [], env = {} }, act) {
  const port = await freePort();
  const driver = spawn("WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], {
    env: { ...process.env, ...env, TAURI_WEBVIEW_AUTOMATION: "true" },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, by which the window is found when it does not close.
    detached: true,
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
      signal: AbortSignal.timeout(PATIENCE),
    });
    const { value } = await answer.json();
    if (value?.error) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }

  let session;
  const page = {
    /** What the app and its driver printed. */
    output: () => output,
    /** Runs a function's body in the page and gives back what it returns. */
    run: (script, ...args) => call("POST", `${session}/execute/sync`, { script, args }),
    /** The same for a body that answers later, by calling its last argument. */
    runAsync: (script, ...args) => call("POST", `${session}/execute/async`, { script, args }),
    /** Asks the core as the page does; a refusal comes back as `{ refused }`. */
    ask: (command, args = {}) =>
      page.runAsync(
        "const [command, args, done] = arguments; window.__TAURI_INTERNALS__.invoke(command, args).then((value) => done({ value }), (refused) => done({ refused }))",
        command,
        args,
      ),
    /** The first element for a selector, waited for. */
    async find(selector) {
      let found;
      await until(`there is ${selector}`, async () => {
        found = await call("POST", `${session}/element`, { using: "css selector", value: selector }).catch(() => null);
        return found !== null;
      });
      return found[ELEMENT];
    },
    has: (selector) => page.run("return document.querySelector(arguments[0]) !== null", selector),
    text: (selector) => page.run("return document.querySelector(arguments[0])?.innerText ?? null", selector),
    attribute: (selector, name) => page.run("return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? null", selector, name),
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
    /** Goes along with Tab until an element has the focus, as somebody without a mouse does. */
    async tabTo(selector, most = 80) {
      for (let i = 0; i < most; i += 1) {
        if (await page.run("return document.activeElement?.matches(arguments[0]) ?? false", selector)) return;
        await page.press(KEY.tab);
      }
      throw new Error(`${most} presses of Tab do not lead to ${selector}`);
    },
    /** Goes to a screen by its place in the navigation. */
    async go(screen) {
      await page.click(id(`nav-${screen}`));
      await page.find(id(`screen-${screen}`));
    },
    /** Waits for the end of an import. */
    imported: () => page.find(id("import-done")),
    /** A PNG of the page. The web view takes it when it next draws, so something changes until it does. */
    async picture() {
      const stir = setInterval(() => page.run("document.body.style.opacity = 1 - Math.random() / 1000").catch(() => {}), 300);
      try {
        return Buffer.from(await call("GET", `${session}/screenshot`), "base64");
      } finally {
        clearInterval(stir);
        await page.run("document.body.style.opacity = ''");
      }
    },
    /** Waits until a function's body gives true in the page. */
    until: (what, script, ...args) => until(what, () => page.run(script, ...args)),
  };

  try {
    await until("the driver listens", () => call("GET", "/status").then(() => true, () => false));
    const options = { binary, args: ["--library", library, ...imports.flatMap((path) => ["--import", path])] };
    const opened = await call("POST", "/session", { capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } } });
    session = `/session/${opened.sessionId}`;
    await page.until("the window has words in it", "return document.body.innerText.length > 40");
    return await act(page);
  } catch (error) {
    const picture = session && (await page.picture().catch(() => null));
    if (picture) {
      const path = join(target, "e2e", `${Date.now()}.png`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, picture);
      error.message += `\nPicture of the window: ${path}`;
    }
    throw error;
  } finally {
    if (session) await call("DELETE", session).catch(() => {});
    const ended = new Promise((done) => driver.once("exit", done));
    driver.kill("SIGKILL");
    await ended;
    await closed(driver.pid);
  }
}

/** Waits until nothing is left of a process group: the next window shall find the library free. A window that stays is ended. */
async function closed(group) {
  const end = Date.now() + 5_000;
  try {
    while (Date.now() < end) {
      process.kill(-group, 0);
      await pause(50);
    }
    process.kill(-group, "SIGKILL");
  } catch {
    // Nothing is left.
  }
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

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
