// Files that are no archives: each is refused with a sentence and a hint, and the good one beside them is read.
import assert from "node:assert/strict";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { sample, tweeted, zip } from "./archives.mjs";
import { folder, id, inWindow } from "./window.mjs";

test("bad files are refused in words, and nothing else is lost", async (t) => {
  const library = folder(t);
  const files = folder(t);
  const at = (name) => join(files, name);
  writeFileSync(at("letter.zip"), "Dear archive, I am a letter.\n".repeat(40));
  writeFileSync(at("half.zip"), sample("facebook").bytes);
  truncateSync(at("half.zip"), Math.floor(sample("facebook").bytes.length / 2));
  writeFileSync(at("holiday.zip"), zip(new Map([["photos/beach.txt", "sand"], ["notes.json", "{}"]])));
  tweeted(at("good.zip"), ["Beans are up. So am I.", "Rain again, of course."]);
  const imports = ["letter.zip", "half.zip", "holiday.zip", "absent.zip", "good.zip"].map(at);

  await inWindow({ library }, async (page) => {
    await page.click(id("sample"));
    await page.imported();
  });

  await inWindow({ library, imports }, async (page) => {
    await page.imported();
    const failed = await page.run(
      `return [...document.querySelectorAll('${id("import-line", "[data-state=failed]")}')].map((line) => ({ code: line.querySelector('${id("problem")}').dataset.code, says: [...line.querySelectorAll('${id("problem")} p')].map((p) => p.innerText), whole: line.innerText }))`,
    );
    for (const name of ["letter.zip", "half.zip", "holiday.zip", "absent.zip"]) {
      const line = failed.find(({ whole }) => whole.includes(name));
      assert.ok(line, `${name} is refused by name; refused were ${JSON.stringify(failed)}`);
      assert.notEqual(line.code, "internal", name);
      assert.ok(line.says.length === 2 && line.says.every((sentence) => sentence.length > 15), `${name} has a sentence and a hint`);
    }
    assert.equal(failed.length, 4);
    assert.equal(await page.count(id("import-line", "[data-state=imported]")), 1);
    await page.go("archives");
    await page.find(id("archive"));
    assert.equal(await page.count(id("archive")), 5, "the four of the sample and the good one");
  });
});
