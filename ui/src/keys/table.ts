/** Every shortcut of the window. The `?` sheet and the settings are made from this table. */
export type Scope = "everywhere" | "review" | "checklists";

export interface Shortcut {
  /** Stable id; a changed key is stored under it. */
  readonly id: string;
  readonly scope: Scope;
  /** Key unless the person changed it: a character, or a key's name, with `Shift+` before it where needed. */
  readonly key: string;
  /** A second key that is no character and so always acts; it cannot be changed. */
  readonly also?: string;
}

const shortcut = (scope: Scope, id: string, key: string, also?: string): Shortcut => ({ scope, id, key, also });

export const shortcuts: readonly Shortcut[] = [
  shortcut("everywhere", "go-overview", "1"),
  shortcut("everywhere", "go-review", "2"),
  shortcut("everywhere", "go-clean-up", "3"),
  shortcut("everywhere", "go-checklists", "4"),
  shortcut("everywhere", "go-archives", "5"),
  shortcut("everywhere", "go-import", "6"),
  shortcut("everywhere", "go-settings", "7"),
  shortcut("everywhere", "search", "/"),
  shortcut("everywhere", "undo", "Z"),
  shortcut("everywhere", "keys", "?"),
  shortcut("review", "keep", "K"),
  shortcut("review", "edit", "E"),
  shortcut("review", "restrict", "R"),
  shortcut("review", "delete", "D"),
  shortcut("review", "later", "L"),
  shortcut("review", "next", "J", "ArrowDown"),
  shortcut("review", "previous", "P", "ArrowUp"),
  shortcut("review", "open", "O"),
  shortcut("review", "select", "X"),
  shortcut("review", "select-range", "Shift+X"),
  shortcut("review", "select-all", "A"),
  shortcut("checklists", "checklist-done", "Space"),
];

/** Actions named in more than one scope never share a key, so that a key means one thing wherever it acts. */
export function keyOf(shortcut: Shortcut, changed: Readonly<Record<string, string>>): string {
  return changed[shortcut.id] ?? shortcut.key;
}

/** The name of the key that was pressed, in the table's spelling; null for a bare modifier or a system shortcut. */
export function pressed(event: KeyboardEvent): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
  if (["Shift", "Control", "Alt", "Meta", "Dead", "Unidentified", "CapsLock"].includes(event.key)) return null;
  if (event.key === " ") return "Space";
  const letter = event.key.length === 1 && event.key.toLowerCase() !== event.key.toUpperCase();
  if (letter) return (event.shiftKey ? "Shift+" : "") + event.key.toUpperCase();
  return event.key;
}

/** What can be pressed without meaning to: a character, with or without Shift. */
export const isCharacter = (key: string) => key === "Space" || key.replace("Shift+", "").length === 1;

/** The action a key stands for. With single keys off only keys that are no characters act. */
export function actionFor(
  key: string,
  scopes: readonly Scope[],
  changed: Readonly<Record<string, string>>,
  single: boolean,
): string | null {
  if (!single && isCharacter(key)) return null;
  const found = shortcuts.find((s) => scopes.includes(s.scope) && (keyOf(s, changed) === key || s.also === key));
  return found?.id ?? null;
}

/** The other action that already has this key, if giving it to `id` would clash. */
export function clash(id: string, key: string, changed: Readonly<Record<string, string>>): Shortcut | null {
  return shortcuts.find((s) => s.id !== id && (keyOf(s, changed) === key || s.also === key)) ?? null;
}
