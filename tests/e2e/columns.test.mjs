// A forum's dump that nobody knows: its columns are named, its posts are read, its account is linked with another.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { tweeted } from "./archives.mjs";
import { KEY, folder, id, inWindow } from "./window.mjs";

const TABLE = `nr,wann,wer,gesagt_hat_er
1,03/04/2014 22:41,ada,The round was a farce again and nobody had read the notes
2,04/04/2014 07:05,max,I saw that too
3,25/04/2014 08:00,ada,Nobody answers the bleep at night
4,02/11/2016 08:00,ada,Back on the wards after two years away
`;
const everyPost = { risks: [], categories: [], platforms: [], kinds: [], audiences: [], years: [], states: [], query: "", all_posts: true, sort: "oldest" };

/** Chooses in a list, as its own menu would. */
const choose = (page, selector, value) =>
  page.run("const list = document.querySelector(arguments[0]); list.value = arguments[1]; list.dispatchEvent(new Event('change', { bubbles: true }))", selector, value);
const focused = (page) => page.run("return document.activeElement?.dataset?.testid ?? document.activeElement?.tagName");

test("columns of a dump are named, its posts are read, two accounts are linked, coverage is told", { timeout: 120_000 }, async (t) => {
  const library = folder(t);
  const files = folder(t);
  const dump = join(files, "told.csv");
  const archive = join(files, "twitter-quill.zip");
  writeFileSync(dump, TABLE);
  tweeted(archive, ["A quiet evening with a book", "And another one"]);

  await inWindow({ library, imports: [dump, archive] }, async (page) => {
    await page.imported();
    assert.equal(await page.count(id("import-line", "[data-state=imported]")), 1, "the other archive was read");

    // By keyboard to the naming of columns, out of it by Escape, and in again.
    await page.tabTo(id("say-columns"));
    await page.press(KEY.enter);
    await page.find(id("column"));
    await page.press(KEY.escape);
    await page.until("the columns are left", `return document.querySelector('${id("mapping")}') === null`);
    await page.until("the focus is back", `return document.activeElement?.dataset?.testid === "say-columns"`);
    await page.press(KEY.enter);
    await page.find(id("column"));
    assert.equal(await page.run(`return document.querySelector('${id("holds-gesagt_hat_er")}').value`), "text", "the longest words are taken for the words");
    assert.equal(await page.run(`return document.querySelector('${id("holds-wer")}').value`), "", "nobody knows what wer is");
    await page.until("all are shown", `return document.querySelectorAll('${id("preview-post")}').length === 3`);

    await choose(page, id("holds-wann"), "at");
    await choose(page, id("holds-nr"), "id");
    await choose(page, id("holds-wer"), "author");
    await page.tabTo(id("mapped-name"));
    await page.press(..."ada");
    const shown = `[...document.querySelectorAll('${id("preview-post")}')].map((post) => post.innerText)`;
    await page.until("only her own are shown", `const posts = ${shown}; return posts.length === 3 && posts.every((post) => !post.includes("I saw that"))`);
    const posts = await page.run(`return ${shown}`);
    assert.match(posts[0], /3 Apr 2014/);
    assert.match(posts[2], /2 Nov 2016[^]*Back on the wards/);

    await page.tabTo(id("import-told"));
    await page.press(KEY.enter);
    await page.find(id("import-line", "[data-state=imported]"));
    await page.until("it is done", `return document.querySelector('${id("import-done")}')?.innerText.length > 0 && document.querySelectorAll('${id("import-line")}').length === 1`);
    assert.notEqual(await focused(page), "BODY", "the focus is not lost");

    const coverage = await page.text(id("coverage"));
    assert.match(coverage, /3 posts, from 3 April 2014 to 2 November 2016/);
    assert.match(coverage, /Its one file is accounted for: 1 read/);
    assert.match(coverage, /30 months without a post, in one stretch: May 2014 to October 2016/);
    assert.match(coverage, /[0-9] things that an archive of this network does not show/);
    const read = (await page.ask("review", { filter: { ...everyPost, platforms: ["forum"] }, offset: 0, limit: 10 })).value;
    assert.deepEqual(read.rows.map((row) => row.text), ["The round was a farce again and nobody had read the notes", "Nobody answers the bleep at night", "Back on the wards after two years away"]);

    // The person sees them in Review.
    await page.go("review");
    await page.press("/", ..."bleep", KEY.enter);
    await page.run(`for (const list of document.querySelectorAll("search select")) if ([...list.options].some((option) => option.value === "all")) { list.value = "all"; list.dispatchEvent(new Event("change", { bubbles: true })); }`);
    await page.until("the post is found", `return [...document.querySelectorAll('${id("review-row")}')].some((row) => row.innerText.includes("Nobody answers the bleep"))`);

    await page.go("archives");
    await page.find(id("account"));
    assert.equal(await page.count(id("account")), 2);
    assert.equal(await page.count(id("coverage")), 2);
    const tick = (n) => `${id("account")}:nth-of-type(${n}) input`;
    for (const n of [1, 2]) {
      await page.tabTo(tick(n));
      await page.press(KEY.space);
    }
    await page.tabTo(id("link-accounts"));
    await page.press(KEY.enter);
    await page.find(id("unlink-account"));
    const persons = async () => (await page.ask("accounts")).value.map(({ person }) => person);
    const [one, other] = await persons();
    assert.equal(one, other, "they are one person");
  });

  await inWindow({ library }, async (page) => {
    await page.go("archives");
    await page.find(id("unlink-account"));
    assert.equal(await page.count(id("unlink-account")), 2, "what was said is kept");
    await page.tabTo(id("unlink-account"));
    await page.press(KEY.enter);
    await page.until("they stand apart", `return document.querySelector('${id("unlink-account")}') === null`);
    const persons = (await page.ask("accounts")).value.map(({ person }) => person);
    assert.notEqual(persons[0], persons[1]);
  });
});
