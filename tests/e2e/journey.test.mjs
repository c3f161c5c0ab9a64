// The whole job, by keyboard alone, in the real window with the system's keyring.
import assert from "node:assert/strict";
import test from "node:test";
import { KEY, folder, id, inWindow } from "./window.mjs";

const row = (post) => id("review-row", `[data-post="${post}"]`);
const open = (page) => page.attribute(id("post"), "data-post");
const listed = (page) => page.run(`return Number(document.querySelector('${id("review-row")}').getAttribute("aria-setsize"))`);
const settled = (page) => page.until("the list has settled", `return document.querySelector('${id("post")}')?.dataset.post !== undefined`);
const verdict = (page, post, expected) =>
  page.until(`post ${post} is marked ${expected}`, "return (document.querySelector(arguments[0])?.dataset.verdict ?? null) === arguments[1]", row(post), expected);
const screen = (page, name) => page.find(id(`screen-${name}`));

test("a newcomer imports, reviews, cleans up and comes back, without a mouse", { timeout: 120_000 }, async (t) => {
  const library = folder(t);
  // A step needs those before it, so the first failure ends the journey.
  const step = async (name, act) => {
    let failure = null;
    await t.test(name, () => act().catch((error) => ((failure = error), Promise.reject(error))));
    if (failure) throw failure;
  };
  const marked = new Map();
  let claimed;
  let checked;

  await inWindow({ library }, async (page) => {
    await step("first start: the key goes to the keyring, the sample is read", async () => {
      await screen(page, "import");
      assert.ok(await page.run(`return document.querySelector('${id("key-keyring")}').checked`), "the keyring is suggested");
      await page.tabTo(id("sample"));
      await page.press(KEY.enter);
      await page.imported();
      assert.equal(await page.count(id("import-line", "[data-state=imported]")), 4);
      assert.equal(await page.count(id("coverage")), 4);
    });

    await step("overview: the headline and the bars", async () => {
      await page.press("1");
      await screen(page, "overview");
      const { headline } = (await page.ask("overview")).value;
      assert.equal(await page.text(id("headline")), headline);
      assert.ok((await page.count('[data-testid^="bar-"]')) > 5);
      await page.tabTo(id("next-step"));
    });

    await step("review: each verdict key decides and shows the next post", async () => {
      await page.press("2");
      await page.find(id("review-row"));
      await settled(page);
      for (const [key, name] of [["k", "keep"], ["e", "edit"], ["r", "restrict"], ["d", "delete"], ["l", "later"]]) {
        const post = await open(page);
        const next = await page.run("return document.querySelector(arguments[0]).nextElementSibling.dataset.post", row(post));
        await page.press(key);
        await page.until("the next post is open", `return document.querySelector('${id("post")}').dataset.post === arguments[0]`, next);
        await verdict(page, post, name);
        marked.set(name, post);
      }
    });

    await step("undo takes back the last decision alone and shows its post", async () => {
      await page.press("z");
      await verdict(page, marked.get("later"), null);
      await page.until("its post is open", `return document.querySelector('${id("post")}').dataset.post === arguments[0]`, marked.get("later"));
      await verdict(page, marked.get("delete"), "delete");
      marked.delete("later");
    });

    await step("several posts at once: the bar says how many, and as many are marked", async () => {
      const first = await open(page);
      await page.press("x", "j", "j", "Shift+x");
      await page.until("three are selected", `return /\\b3\\b/.test(document.querySelector('${id("bulk-bar")}')?.innerText)`);
      const chosen = await page.run(`return [...document.querySelectorAll('${id("review-row")}:has(:checked)')].map((row) => row.dataset.post)`);
      assert.equal(chosen.length, 3);
      assert.equal(chosen[0], first);
      await page.press("d");
      for (const post of chosen) await verdict(page, post, "delete");
      await page.press("z");
      for (const post of chosen) await verdict(page, post, null);
    });

    await step("the whole list: asks with the true count, and can be taken back at once", async () => {
      const total = await listed(page);
      await page.press("a");
      await page.until("the bar counts all", `return document.querySelector('${id("bulk-bar")}')?.innerText.includes(arguments[0])`, String(total));
      await page.press("k");
      await page.find(id("confirm"));
      assert.ok((await page.text("dialog")).includes(`${total} posts`));
      await page.tabTo(id("confirm"));
      await page.press(KEY.enter);
      await verdict(page, marked.get("delete"), "keep");
      const kept = await page.ask("review", { filter: { ...everyPost, states: ["keep"] }, offset: 0, limit: 1 });
      assert.equal(kept.value.total, total);
      await page.press("z");
      for (const [name, post] of marked) await verdict(page, post, name);
    });

    await step("search: finds a post by its words, and comes back", async () => {
      const before = await listed(page);
      const words = await page.text(`${id("review-row")} .text`);
      const longest = words.split(/[^\p{L}]+/u).sort((a, b) => b.length - a.length)[0];
      await page.press("/", ...longest, KEY.enter);
      await page.until("the list is shorter", `return Number(document.querySelector('${id("review-row")}')?.getAttribute("aria-setsize")) < arguments[0]`, before);
      assert.ok((await page.run(`return [...document.querySelectorAll('${id("review-row")}')].every((row) => row.innerText.toLowerCase().includes(arguments[0]))`, longest.toLowerCase())), `every row holds ${longest}`);
      await page.press("/", KEY.backspace, KEY.enter);
      await page.until("all are back", `return Number(document.querySelector('${id("review-row")}')?.getAttribute("aria-setsize")) === arguments[0]`, before);
    });

    await step("facets: a category narrows the list to its count", async () => {
      const facet = '[data-testid^="facet-categories-"]';
      await page.tabTo(facet);
      const count = await page.run("return Number(document.activeElement.querySelector('.num').innerText)");
      await page.press(KEY.space);
      await page.until("the list has that many", `return Number(document.querySelector('${id("review-row")}')?.getAttribute("aria-setsize")) === arguments[0]`, count);
      await page.tabTo(`${facet}[aria-pressed=true]`);
      await page.press(KEY.space);
    });

    await step("clean-up: asks once before the first deletion, then ticks", async () => {
      await page.press("3");
      const item = (post) => id("clean-up-item", `[data-post="${post}"]`);
      await page.find(item(marked.get("delete")));
      assert.equal(await page.count(id("clean-up-item")), 3);
      await page.tabTo(`${item(marked.get("delete"))} ${id("claim")}`);
      await page.press(KEY.space);
      await page.find(id("confirm"));
      assert.equal(await page.attribute(item(marked.get("delete")), "data-proof"), "todo", "nothing is ticked before the answer");
      await page.tabTo(id("confirm"));
      await page.press(KEY.enter);
      claimed = item(marked.get("delete"));
      await page.find(`${claimed}[data-proof=claimed]`);
      assert.equal(await page.has("dialog"), false);
    });

    await step("checklists: Space marks a setting done", async () => {
      await page.press("4");
      const todo = id("checklist-item", "[data-state=unknown]");
      await page.find(todo);
      await page.tabTo(`${todo} button`);
      await page.press(KEY.enter);
      checked = await page.run("return document.activeElement.closest('[data-item]').dataset.item");
      await page.press(KEY.space);
      await page.find(id("checklist-item", `[data-item="${checked}"][data-state=done]`));
    });

    await step("archives: one coverage for each", async () => {
      await page.press("5");
      await page.find(id("archive"));
      assert.equal(await page.count(id("archive")), 4);
    });

    await step("settings: another theme", async () => {
      await page.press("7");
      await page.tabTo(`${id("theme-system")}:checked`);
      await page.press(KEY.right, KEY.right);
      await page.until("the window is dark", "return document.documentElement.dataset.theme === 'dark'");
    });
  });

  await inWindow({ library }, async (page) => {
    await step("opened again: no question, and everything is as it was left", async () => {
      await screen(page, "overview");
      assert.equal(await page.has("dialog"), false);
      assert.equal(await page.has(id("passphrase")), false);
      await page.until("the window is dark", "return document.documentElement.dataset.theme === 'dark'");
      await page.press("2");
      await page.find(id("review-row"));
      for (const [name, post] of marked) await verdict(page, post, name);
      await page.press("3");
      await page.find(`${claimed}[data-proof=claimed]`);
      await page.press("4");
      await page.find(id("checklist-item", `[data-item="${checked}"][data-state=done]`));
      await page.press("5");
      await page.find(id("archive"));
      assert.equal(await page.count(id("archive")), 4);
    });
  });
});

const everyPost = { risks: [], categories: [], platforms: [], kinds: [], audiences: [], years: [], states: [], query: "", all_posts: false, sort: "risk" };
