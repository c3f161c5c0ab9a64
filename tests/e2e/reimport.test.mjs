// The proof: a newer archive without the post says that it is gone.
import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { later, newerSample, sample } from "./archives.mjs";
import { folder, id, inWindow } from "./window.mjs";

const item = (post) => id("clean-up-item", `[data-post="${post}"]`);

test("a newer archive proves what is gone and what is still there", async (t) => {
  const library = folder(t);
  let gone;
  let stays;

  await inWindow({ library, imports: [sample("x").path] }, async (page) => {
    await page.imported();
    await page.go("review");
    await page.find(id("review-row"));
    [gone, stays] = await page.run(`return [...document.querySelectorAll('${id("review-row")}')].slice(0, 2).map((row) => row.dataset.post)`);
    for (const post of [gone, stays]) {
      await page.click(`${id("review-row", `[data-post="${post}"]`)} button`);
      await page.find(id("post", `[data-post="${post}"]`));
      await page.click(id("verdict-delete"));
      await page.find(id("review-row", `[data-post="${post}"][data-verdict=delete]`));
    }
    await page.go("clean-up");
    await page.find(`${item(gone)}[data-proof=todo]`);
    gone = { post: gone, text: (await page.ask("post", { post: Number(gone) })).value.text };
  });

  const archive = join(folder(t), "twitter-newer.zip");
  const left = newerSample(archive, later(), (text) => text === gone.text);
  assert.equal(left, 1, "one tweet is missing from the newer archive");

  await inWindow({ library, imports: [archive] }, async (page) => {
    await page.imported();
    await page.go("clean-up");
    await page.find(`${item(gone.post)}[data-proof=gone]`);
    await page.find(`${item(stays)}[data-proof=still-there]`);
    assert.equal(await page.count(id("clean-up-item")), 2);
    await page.go("archives");
    await page.find(id("archive"));
    assert.equal(await page.count(id("archive")), 2);
  });
});
