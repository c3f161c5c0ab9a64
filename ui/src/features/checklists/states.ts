/** What the states of a setting mean for the count. */
import type { Checklist } from "../../backend/generated/Checklist";

/** States a person can choose, in the order they are offered. */
export const states = ["unknown", "done", "chosen-to-keep", "not-applicable", "remind-me"] as const;

/** A conscious decision counts as done; what the archive only suggests, or a reminder, does not. */
export const isSettled = (state: string) => ["done", "chosen-to-keep", "not-applicable"].includes(state);

export const itemsOf = (list: Checklist) => list.groups.flatMap((group) => group.items);

export const settledOf = (list: Checklist) => itemsOf(list).filter((item) => isSettled(item.state)).length;
