// A library behind a passphrase, and two windows that want the same one.
import assert from "node:assert/strict";
import test from "node:test";
import { folder, id, inWindow } from "./window.mjs";

const passphrase = "seven quiet herons";

async function unlock(page, words) {
  await page.run(`document.querySelector('${id("passphrase")}').select()`);
  await page.type(id("passphrase"), words);
  await page.click(id("unlock"));
}

test("only the passphrase opens the library, in one window at a time", async (t) => {
  const library = folder(t);

  await inWindow({ library }, async (page) => {
    await page.click(id("key-passphrase"));
    await page.type(id("passphrase"), passphrase);
    await page.type(id("passphrase-again"), "seven quiet heron");
    await page.click(id("sample"));
    assert.equal(await page.has(id("go-on")), false, "two different passphrases make no library");
    await page.type(id("passphrase-again"), "s");
    await page.click(id("go-on"));
    await page.imported();
  });

  await inWindow({ library }, async (page) => {
    await page.find(id("screen-unlock"));
    assert.equal(await page.has(id("nav-review")), false, "a locked window shows no screen");
    assert.equal((await page.ask("review", { filter: {}, offset: 0, limit: 9 })).value, undefined, "nor does the core");

    await unlock(page, "seven quiet Herons");
    await page.find(id("problem", "[data-code=wrong-passphrase]"));
    assert.match(await page.text(id("problem")), /passphrase/i);

    await unlock(page, passphrase);
    await page.find(id("screen-overview"));

    await inWindow({ library }, async (second) => {
      await second.find(id("screen-unlock"));
      await unlock(second, passphrase);
      await second.find(id("problem", "[data-code=in-use]"));
    });
    await page.go("archives");
    await page.find(id("archive"));
    assert.equal(await page.count(id("archive")), 4, "the first window works on");
  });
});
