/** Takes back the last decision, from wherever it is asked. */
import * as calls from "../backend/calls";
import type { Decided } from "../backend/generated/Decided";
import { words } from "../words/en";
import { win } from "./window.svelte";

type Watcher = (decided: Decided) => void;
const watchers = new Set<Watcher>();

/** Tells a screen when a decision was taken back; the answer ends it. */
export function onUndo(watcher: Watcher): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export async function takeBack() {
  try {
    const undone = await calls.undo();
    win.say(undone ? undone.says || words.review.undone : words.review.nothingToUndo);
    if (undone) for (const watcher of watchers) watcher(undone);
  } catch (error) {
    win.complain(calls.problemOf(error));
  }
}
