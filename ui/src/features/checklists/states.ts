/** What the states of a setting mean for the count. */
import type { Checklist } from "../../backend/generated/Checklist";

/** States a person can choose, in the order they are offered. */
export const states = ["unknown", "done", "chosen-to-keep", "not-applicable", "remind-me"] as const;

/** What a person answered for good; a conscious decision counts as done, a reminder does not. */
export const isAnswered = (state: string) => ["done", "chosen-to-keep", "not-applicable"].includes(state);

export const itemsOf = (list: Checklist) => list.groups.flatMap((group) => group.items);

/** Minutes of what is neither answered nor shown to be in order by an archive. */
export const minutesLeft = (list: Checklist) =>
  itemsOf(list)
    .filter(({ state, evidence }) => !isAnswered(state) && !(state === "pre-filled" && evidence.every(({ tone }) => tone === "ok")))
    .reduce((sum, item) => sum + item.minutes, 0);
