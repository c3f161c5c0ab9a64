// After a journey over an archive of marker words, no file that the app could have written holds one of them.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { tweeted } from "./archives.mjs";
import { KEY, folder, id, inWindow } from "./window.mjs";

const markers = ["zephyrquill", "Grünschnabelkraut", "mooncrumpet"];
const texts = [`${markers[0]} so drunk on shift last night, what a bunch of idiots`, `Ward round: ${markers[1]}, aged 34, bed 4, is dying`];

/** Every file under a folder, links not followed. */
const files = (path) =>
  readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(join(path, entry.name)) : entry.isFile() ? [join(path, entry.name)] : [],
  );

/** The files that hold a marker, in either way that programs write text. */
const holding = (paths) =>
  paths.filter((path) => {
    const bytes = readFileSync(path);
    return markers.some((marker) => bytes.includes(marker) || bytes.includes(marker, 0, "utf16le"));
  });

test("no word of a post is left in the clear anywhere on the disk, nor printed", async (t) => {
  const place = folder(t);
  const archive = join(folder(t), "marked.zip");
  tweeted(archive, texts, { bio: `Likes ${markers[2]}.` });
  assert.deepEqual(holding([archive]), [archive], "the search below would find them");

  const env = { TMPDIR: "tmp", HOME: "home", XDG_DATA_HOME: "data", XDG_CONFIG_HOME: "config", XDG_CACHE_HOME: "cache", XDG_STATE_HOME: "state" };
  for (const [name, part] of Object.entries(env)) {
    env[name] = join(place, part);
    mkdirSync(env[name]);
  }
  const library = join(place, "library");

  for (const imports of [[archive], []]) {
    await inWindow({ library, imports, env }, async (page) => {
      if (imports.length > 0) await page.imported();
      await page.go("review");
      await page.find(id("review-row"));
      await page.press("d");
      await page.press("/", ...markers[0], KEY.enter);
      await page.until("the search has found it", `return document.body.innerText.includes(arguments[0])`, markers[0]);
      for (const screen of ["overview", "clean-up", "checklists", "archives", "settings"]) await page.go(screen);
      // While it is open, so that what is cleared away at the end is looked at too.
      const written = files(place);
      assert.ok(written.some((path) => path.startsWith(library)), "there is a library");
      assert.deepEqual(holding(written), []);
      for (const marker of markers) assert.ok(!page.output().includes(marker), "nothing of it is printed");
    });
    assert.deepEqual(holding(files(place)), []);
  }
});
