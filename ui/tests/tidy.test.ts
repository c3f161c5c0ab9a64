import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parse, type AST } from "svelte/compiler";
import { describe, expect, it } from "vitest";
import * as calls from "../src/backend/calls";
import { words } from "../src/words/en";

const root = join(import.meta.dirname, "../src");
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ts|svelte|css)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((path) => !path.includes("generated"))
  .map((path) => ({ path: relative(root, path), text: readFileSync(path, "utf8") }));
const svelte = files.filter(({ path }) => path.endsWith(".svelte"));
const offenders = (pattern: RegExp, among = files) => among.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

describe("the window's code", () => {
  it("is found", () => {
    expect(files.length).toBeGreaterThan(50);
  });

  it("talks to the core in one file", () => {
    expect(offenders(/@tauri-apps/)).toEqual([join("backend", "calls.ts")]);
  });

  it("names no platform", () => {
    const names = /facebook|twitter|tweet|linkedin|youtube|instagram|reddit|bluesky|mastodon|tiktok|whatsapp|google|takeout|\bthreads\b/i;
    expect(offenders(names)).toEqual([]);
    const folders = readdirSync(join(root, "../../crates/platforms/src"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name.length > 3)
      .map((entry) => entry.name)
      .filter((name) => !["archive", "forum", "general"].includes(name));
    for (const name of folders) expect(offenders(new RegExp(`["'\`.]${name}["'\`.]`, "i")), name).toEqual([]);
  });

  it("stores nothing in the webview and builds no markup from strings", () => {
    expect(offenders(/localStorage|sessionStorage|indexedDB|document\.cookie|\{@html|innerHTML|\beval\(|new Function/)).toEqual([]);
  });

  it("has no inline styles, which the content security policy refuses", () => {
    expect(offenders(/\sstyle=/, svelte)).toEqual([]);
  });

  it("has short components", () => {
    expect(svelte.filter(({ text }) => text.split("\n").length > 300).map(({ path }) => path)).toEqual([]);
  });

  it("calls just the commands that exist", () => {
    const commands = readFileSync(join(root, "../../src-tauri/commands.txt"), "utf8").split("\n").map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
    const source = files.find(({ path }) => path.endsWith("calls.ts"))!.text;
    const called = [...source.matchAll(/invoke<[^(]*>\("(\w+)"/g)].map((match) => match[1]);
    expect(called.sort()).toEqual(commands.sort());
    expect(Object.keys(calls).length).toBeGreaterThan(commands.length);
  });
});

describe("the words", () => {
  it("stand in one file: no component shows words of its own", () => {
    const own: string[] = [];
    for (const { path, text } of svelte) {
      const visit = (node: unknown) => {
        if (typeof node !== "object" || node === null) return;
        if (Array.isArray(node)) return node.forEach(visit);
        const one = node as AST.SvelteNode;
        if (one.type === "Text" && /\p{L}/u.test(one.data)) own.push(`${path}: ${one.data.trim()}`);
        if (one.type === "StyleDirective") return;
        if (one.type === "Attribute" && !["aria-label", "title", "placeholder", "alt", "aria-description"].includes(one.name)) return;
        for (const [key, child] of Object.entries(one)) if (key !== "parent") visit(child);
      };
      visit(parse(text, { modern: true }).fragment);
    }
    expect(own).toEqual([]);
  });

  it("are all there: every word a component asks for exists", () => {
    const missing: string[] = [];
    for (const { path, text } of files) {
      for (const match of text.matchAll(/\bwords((?:\.\w+)+)/g)) {
        let at: unknown = words;
        for (const step of match[1]!.slice(1).split(".")) {
          at = typeof at === "object" && at !== null ? (at as Record<string, unknown>)[step] : at;
        }
        if (at === undefined) missing.push(`${path}: ${match[0]}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it("are never empty and never shame", () => {
    const say = (at: unknown, path: string) => {
      if (typeof at === "string") {
        if (path !== "words.overview.columns.name") expect(at.trim(), path).not.toBe("");
        expect(at, path).not.toMatch(/unprofessional|inappropriate|shame|offen[cs]e|guilty|bad post|\bscore\b/i);
      } else if (typeof at === "object" && at !== null) {
        for (const [key, value] of Object.entries(at)) say(value, `${path}.${key}`);
      }
    };
    say(words, "words");
  });
});
