// Accessibility of every screen in the web view that people get, in both themes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import { choose, decideSome, leave, scenes } from "./scenes.mjs";
import { folder, id, inWindow } from "./window.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The serious and critical violations on what is shown, and how many checks passed. */
async function check(page, name) {
  const found = await page.runAsync(
    `const [tags, done] = arguments;
     window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] }).then(
       ({ passes, violations }) => done({ passes: passes.length, violations: violations.map(({ id, impact, nodes }) => ({ id, impact, at: nodes[0].target.join(" "), says: nodes[0].any[0]?.message })) }),
       (error) => done({ passes: 0, violations: [{ id: "failed", impact: "critical", says: String(error) }] }))`,
    tags,
  );
  assert.ok(found.passes > 5, `${name}: axe has looked`);
  return found.violations.filter(({ impact }) => ["serious", "critical"].includes(impact)).map((violation) => ({ name, ...violation }));
}

test("no screen has a serious or critical accessibility violation, light or dark", async (t) => {
  const faults = [];
  await inWindow({ library: folder(t) }, async (page) => {
    await page.run(axe);
    faults.push(...(await check(page, "first start")));
    await page.click(id("sample"));
    await page.imported();
    await decideSome(page);
    for (const theme of ["light", "dark"]) {
      await choose(page, theme);
      for (const [name, show] of scenes) {
        await show(page);
        faults.push(...(await check(page, `${name} (${theme})`)));
        await leave(page);
      }
    }
    const broken = await page.run(`const picture = document.createElement("img"); document.querySelector("main").append(picture)`);
    assert.equal(broken, null);
    assert.equal((await check(page, "a picture without words")).length, 1, "a fault would be found");
  });
  assert.deepEqual(faults, []);
});
