/** Hands a pressed key to whoever is on the screen. */
import { actionFor, pressed, type Scope } from "./table";

type Actions = Record<string, () => void>;

const listeners = new Map<Scope, Actions>();

/** Lets `actions` answer the keys of a scope while the calling component lives. Call it while the component starts. */
export function answerKeys(scope: Scope, actions: Actions) {
  $effect(() => {
    listeners.set(scope, actions);
    return () => {
      if (listeners.get(scope) === actions) listeners.delete(scope);
    };
  });
}

/** A place where keys are letters, or where a key already means something. */
function isField(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("[data-own-keys]")) return true;
  if (target instanceof HTMLInputElement) {
    const box = target.type === "checkbox" || target.type === "radio";
    return !box || key === "Space" || key.startsWith("Arrow");
  }
  if (target.matches("select, textarea")) return true;
  return key === "Space" && target.matches("button, summary, a[href]");
}

/** Acts on a key press outside fields and dialogs. */
export function press(event: KeyboardEvent, changed: Record<string, string>, single: boolean) {
  if (event.defaultPrevented) return;
  const key = pressed(event);
  if (key === null || isField(event.target, key) || document.querySelector("dialog[open]")) return;
  const action = actionFor(key, [...listeners.keys()], changed, single);
  // A key held down moves, but decides once.
  if (action === null || (event.repeat && action !== "next" && action !== "previous")) return;
  for (const actions of listeners.values()) {
    const act = actions[action];
    if (act) {
      event.preventDefault();
      act();
      return;
    }
  }
}
