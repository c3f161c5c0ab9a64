import { job } from "../src/features/import/job.svelte";
import { firstKey } from "../src/features/import/key.svelte";
import { firstFilter, win } from "../src/shared/window.svelte";
import { fake } from "./setup";

/** Puts what the whole window shares back to how it starts, with the library of the present fake. */
export async function reset() {
  job.clear();
  firstKey.forget();
  firstKey.kind = "keyring";
  win.toast = null;
  win.link = null;
  win.post = null;
  win.target = null;
  win.place = 0;
  win.screen = "import";
  win.filter = firstFilter();
  await win.start();
  fake.calls.length = 0;
}

/** The commands that were asked, in order, with their arguments. */
export const asked = (command: string) => fake.calls.filter((call) => call.command === command).map((call) => call.args);
