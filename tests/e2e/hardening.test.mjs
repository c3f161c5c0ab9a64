// What a page that was taken over could do: nothing. And words of a hostile archive stay words.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { join } from "node:path";
import test from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { tweeted } from "./archives.mjs";
import { folder, id, inWindow } from "./window.mjs";

test("the page reaches no address, runs no text as code, and has no command but its own", async (t) => {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.end("hello");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => server.close());
  const outside = `http://127.0.0.1:${server.address().port}`;
  // The server answers whoever may ask, so that its silence below means something.
  assert.equal(await (await fetch(`${outside}/test`)).text(), "hello");
  asked.length = 0;

  await inWindow({ library: folder(t) }, async (page) => {
    const home = await page.run("return location.href");

    for (const url of [`${outside}/fetch`, "https://example.com/"]) {
      const answer = await page.runAsync("const [url, done] = arguments; fetch(url, { mode: 'no-cors' }).then(() => done('reached'), () => done('refused'))", url);
      assert.equal(answer, "refused", url);
    }
    await page.run(
      `const outside = arguments[0];
       const add = (name, set) => document.body.append(Object.assign(document.createElement(name), set));
       add("img", { src: outside + "/img" });
       add("script", { src: outside + "/script" });
       add("link", { rel: "stylesheet", href: outside + "/style" });
       add("link", { rel: "prefetch", href: outside + "/prefetch" });
       add("iframe", { src: outside + "/frame" });
       add("object", { data: outside + "/object" });
       add("video", { src: outside + "/video" });
       add("div", { style: "background: url(" + outside + "/background)" });
       try { navigator.sendBeacon(outside + "/beacon", "x") } catch {}
       try { new WebSocket(outside.replace("http", "ws") + "/socket") } catch {}
       try { new EventSource(outside + "/events") } catch {}
       try { new Worker(outside + "/worker") } catch {}
       const form = document.createElement("form");
       form.action = outside + "/form";
       document.body.append(form);
       form.submit();`,
      outside,
    );
    await pause(400);
    await page.run("window.open(arguments[0] + '/opened'); location.href = arguments[0] + '/navigated'", outside);
    await pause(400);
    assert.deepEqual(asked, [], "no request left the page");
    assert.equal(await page.run("return location.href"), home);

    const code = await page.run(
      `const tried = {};
       try { tried.eval = eval("1 + 1") } catch (error) { tried.eval = error.name }
       try { tried.made = new Function("return 2")() } catch (error) { tried.made = error.name }
       const script = document.createElement("script");
       script.textContent = "window.ran = true";
       document.body.append(script);
       const picture = document.createElement("div");
       picture.innerHTML = '<img src="x" onerror="window.ran = true"><a href="javascript:window.ran = true">x</a>';
       document.body.append(picture);
       picture.querySelector("a").click();
       return tried`,
    );
    assert.deepEqual(code, { eval: "EvalError", made: "EvalError" });
    await pause(200);
    assert.equal(await page.run("return window.ran ?? null"), null);

    assert.equal(await page.run("return typeof window.__TAURI__"), "undefined");
    const foreign = [
      ["plugin:fs|read_text_file", { path: "/etc/hostname" }],
      ["plugin:dialog|save", { options: {} }],
      ["plugin:dialog|open", { options: {} }],
      ["plugin:shell|open", { path: outside }],
      ["plugin:shell|execute", { program: "true", args: [] }],
      ["plugin:http|fetch", { clientConfig: { url: outside } }],
      ["plugin:webview|create_webview_window", { options: { label: "other", url: outside } }],
      ["plugin:webview|internal_toggle_devtools", {}],
      ["plugin:window|close", { label: "main" }],
      ["plugin:event|emit", { event: "x", payload: "x" }],
      ["plugin:path|resolve_directory", { directory: 1 }],
      ["plugin:app|version", {}],
      ["read_file", { path: "/etc/hostname" }],
    ];
    for (const [command, args] of foreign) {
      const answer = await page.ask(command, args);
      assert.match(String(answer.refused), /not allowed|not found/i, `${command} answered ${JSON.stringify(answer)}`);
    }
    assert.equal((await page.ask("library_status")).value.state, "absent", "its own commands do answer");
    assert.ok((await page.ask("open_link", { url: "file:///etc/hostname" })).refused, "only web addresses are handed on");
  });
});

test("words of a hostile archive are shown as words", async (t) => {
  const archive = join(folder(t), "hostile.zip");
  const turned = "\u202Egnip eht seil ereH";
  const texts = [
    `<script>window.ran = "script"</script> after the script`,
    `<img src=x onerror="window.ran = 'picture'"> after the picture`,
    `<svg onload="window.ran = 'svg'"></svg><b>bold</b> {@html "<i>svelte</i>"} {{1+1}} after the svg`,
    `${turned} and no turning back`,
    "w".repeat(5_000),
    `${"\u0301".repeat(800)} piled up`,
    "nul \u0000 and bell \u0007 inside",
    "&lt;script&gt;window.ran = 'entity'&lt;/script&gt; after the entities \uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
  ];
  tweeted(archive, texts, { account: "\u202Eevil", bio: "<script>window.ran = 'bio'</script>" });

  await inWindow({ library: folder(t), imports: [archive] }, async (page) => {
    await page.imported();
    await page.go("review");
    await page.run(
      `const scope = [...document.querySelectorAll("search select")].at(-1);
       scope.value = "all";
       scope.dispatchEvent(new Event("change", { bubbles: true }))`,
    );
    await page.until("all posts are listed", `return document.querySelectorAll('${id("review-row")}').length >= 8`);
    const posts = await page.run(`return [...document.querySelectorAll('${id("review-row")}')].map((row) => row.dataset.post)`);
    const seen = [];
    for (const post of posts) {
      await page.click(`${id("review-row", `[data-post="${post}"]`)} button`);
      await page.find(id("post", `[data-post="${post}"]`));
      const shown = await page.run(
        `const text = document.querySelector('${id("post-text")}');
         return { text: text.textContent, inside: [...text.querySelectorAll(":not(mark)")].length, wide: document.documentElement.scrollWidth - innerWidth }`,
      );
      seen.push(shown.text);
      assert.equal(shown.inside, 0, "a post's text holds no elements but marks");
      assert.ok(shown.wide <= 0, "no post makes the page wider than the window");
      assert.deepEqual(await page.run(mirrored), [], `words beside post ${post} are turned around`);
    }
    // X writes < and > as entities; they come back as characters, not as elements. What is no character at all may go.
    const words = texts.filter((text) => !text.includes("nul ")).map((text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">"));
    for (const text of words) assert.ok(seen.includes(text), `${JSON.stringify(text.slice(0, 60))} is shown`);
    for (const screen of ["overview", "archives", "clean-up", "settings"]) {
      await page.go(screen);
      await pause(200);
      assert.deepEqual(await page.run(mirrored), [], `words on ${screen} are turned around`);
    }
    assert.equal(await page.run("return window.ran ?? null"), null, "nothing of it ran");
  });
});

/** Texts of the window that run from right to left though they hold no character that asks for it. */
const mirrored = `
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const at = node.data.search(/[A-Za-z]{2}/);
    if (at < 0 || node.data.includes("\\u202E")) continue;
    const left = (i) => {
      const range = document.createRange();
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      return range.getBoundingClientRect();
    };
    const [one, two] = [left(at), left(at + 1)];
    if (one.top === two.top && two.left < one.left) found.push(node.data.slice(0, 40));
  }
  return found`;
