// Every screen of the window with the sample in it, for the accessibility check and the pictures.
import { KEY, id } from "./window.mjs";

/** Name of each screen, and how to get there. */
export const scenes = [
  ["import", (page) => page.go("import")],
  ["overview", (page) => page.go("overview").then(() => page.find(id("headline")))],
  ["review", (page) => review(page)],
  ["review-selected", (page) => review(page).then(() => page.press("x", "j", "x"))],
  ["clean-up", (page) => page.go("clean-up").then(() => page.find(id("clean-up-item")))],
  ["checklists", (page) => page.go("checklists").then(() => page.find(id("checklist-item")))],
  ["archives", (page) => page.go("archives").then(() => page.find(id("archive")))],
  ["settings", (page) => page.go("settings").then(() => page.find(id("theme-light")))],
  ["keys", (page) => page.press("?").then(() => page.find(id("key-sheet")))],
];

async function review(page) {
  await page.go("review");
  await page.find(id("post", "[data-post]"));
}

/** Leaves a dialog or a selection behind. */
export const leave = (page) => page.press(KEY.escape);

/** Marks the first posts, so that the clean-up has something in it. */
export async function decideSome(page) {
  await review(page);
  for (const key of ["d", "e", "k", "r", "d"]) {
    const post = await page.attribute(id("post"), "data-post");
    await page.press(key);
    await page.until("the next post is open", `return document.querySelector('${id("post")}').dataset.post !== arguments[0]`, post);
  }
}

/** Chooses how the window looks. */
export async function choose(page, theme) {
  await page.go("settings");
  await page.click(id(`theme-${theme}`));
  await page.until(`it is ${theme}`, "return document.documentElement.dataset.theme === arguments[0]", theme);
}
