import { describe, expect, it } from "vitest";
import { words } from "../words/en";
import { actionFor, clash, isCharacter, keyOf, pressed, shortcuts, type Scope } from "./table";

const event = (key: string, more: KeyboardEventInit = {}) => new KeyboardEvent("keydown", { key, ...more });
const everywhere: Scope[] = ["everywhere", "review", "checklists"];

describe("the table of shortcuts", () => {
  it("gives no key to two actions", () => {
    const keys = shortcuts.flatMap((s) => [s.key, ...(s.also ? [s.also] : [])]);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  it("names every action, and nothing else", () => {
    expect(Object.keys(words.keys.actions).sort()).toEqual(shortcuts.map((s) => s.id).sort());
  });

  it("holds no key that browsers or screen readers need", () => {
    for (const { key } of shortcuts) expect(["Tab", "Escape", "Enter", "F6"]).not.toContain(key);
  });

  it("has only second keys that act without single keys", () => {
    for (const { also } of shortcuts) if (also) expect(isCharacter(also)).toBe(false);
  });
});

describe("pressing keys", () => {
  it("spells letters alike with and without caps", () => {
    expect(pressed(event("d"))).toBe("D");
    expect(pressed(event("X", { shiftKey: true }))).toBe("Shift+X");
    expect(pressed(event(" "))).toBe("Space");
    expect(pressed(event("?", { shiftKey: true }))).toBe("?");
  });

  it("leaves the system's shortcuts and bare modifiers alone", () => {
    expect(pressed(event("d", { ctrlKey: true }))).toBeNull();
    expect(pressed(event("d", { metaKey: true }))).toBeNull();
    expect(pressed(event("Shift", { shiftKey: true }))).toBeNull();
  });

  it("acts only in the scopes that are on the screen", () => {
    expect(actionFor("D", ["everywhere"], {}, true)).toBeNull();
    expect(actionFor("D", everywhere, {}, true)).toBe("delete");
  });

  it("can be switched off but for keys that are no characters", () => {
    expect(actionFor("D", everywhere, {}, false)).toBeNull();
    expect(actionFor("Space", everywhere, {}, false)).toBeNull();
    expect(actionFor("ArrowDown", everywhere, {}, false)).toBe("next");
  });

  it("can be changed, and says what would clash", () => {
    const changed = { delete: "B" };
    expect(actionFor("B", everywhere, changed, true)).toBe("delete");
    expect(actionFor("D", everywhere, changed, true)).toBeNull();
    expect(clash("keep", "B", changed)?.id).toBe("delete");
    expect(clash("keep", "D", changed)).toBeNull();
    expect(clash("keep", "ArrowDown", changed)?.id).toBe("next");
    expect(keyOf(shortcuts.find((s) => s.id === "keep")!, changed)).toBe("K");
  });
});
