// Pictures of every screen of the real window with the sample in it, light and dark, into the folder SCREENS names
// (target/screens). With --docs the chosen ones go to docs/pictures too.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { choose, decideSome, leave, scenes } from "./scenes.mjs";
import { id, inWindow } from "./window.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const pictures = resolve(root, process.env.SCREENS ?? "target/screens");
const chosen = ["overview-light", "review-light", "review-dark", "checklists-light", "import-light"];
mkdirSync(pictures, { recursive: true });

const library = mkdtempSync(join(tmpdir(), "broadsheet-screens-"));
try {
  await inWindow({ library }, async (page) => {
    const keep = async (name) => {
      await pause(350);
      writeFileSync(join(pictures, `${name}.png`), await page.picture());
    };
    await page.find(id("sample"));
    await keep("first-start-light");
    await page.click(id("sample"));
    await page.imported();
    await keep("import-done-light");
    await decideSome(page);
    for (const theme of ["light", "dark"]) {
      await choose(page, theme);
      // The notice of the last decision would lie over the pictures.
      await page.until("no notice is shown", `return document.querySelector('${id("toast")}') === null`);
      for (const [name, show] of scenes) {
        await show(page);
        await keep(`${name}-${theme}`);
        await leave(page);
      }
    }
  });
} finally {
  rmSync(library, { recursive: true, force: true });
}

if (process.argv.includes("--docs")) {
  const docs = join(root, "docs/pictures");
  mkdirSync(docs, { recursive: true });
  for (const name of chosen) copyFileSync(join(pictures, `${name}.png`), join(docs, `${name}.png`));
}
console.log(`Pictures: ${pictures}`);
