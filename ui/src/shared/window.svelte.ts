/** What the whole window shares: the library's state, the screen, the settings, the last notice. */
import * as calls from "../backend/calls";
import type { LibraryStatus } from "../backend/generated/LibraryStatus";
import type { Problem } from "../backend/generated/Problem";
import type { ReviewFilter } from "../backend/generated/ReviewFilter";
import type { Settings } from "../backend/generated/Settings";
import { words } from "../words/en";

export const screens = ["overview", "review", "clean-up", "checklists", "archives", "import", "settings"] as const;
export type Screen = (typeof screens)[number];

export interface Toast {
  says: string;
  /** Whether the notice offers to take it back. */
  undo: boolean;
}

export const noFilter = (): ReviewFilter => ({
  risks: [],
  categories: [],
  platforms: [],
  kinds: [],
  audiences: [],
  years: [],
  states: [],
  query: "",
  all_posts: false,
  sort: "risk",
});

/** High and medium are shown at first; low is one click away. */
export const firstFilter = (): ReviewFilter => ({ ...noFilter(), risks: ["high", "medium"] });

class Window {
  status = $state<LibraryStatus | null>(null);
  screen = $state<Screen>("import");
  settings = $state<Settings>({ profession: "", hidden_categories: [], theme: "system", single_keys: true, keys: {} });
  /** What Review shows when it is opened next. */
  filter = $state<ReviewFilter>(firstFilter());
  /** Where the list was left, for coming back to it. */
  place = 0;
  /** The post Review opens at, if one was asked for. */
  post = $state<number | null>(null);
  /** The checklist item to open, if one was asked for. */
  target = $state<string | null>(null);
  toast = $state<Toast | null>(null);
  /** An address waiting for the person's consent. */
  link = $state<string | null>(null);
  keySheet = $state(false);
  /** Whether the search field asks for the focus. */
  searching = $state(false);
  /** Read aloud by screen readers. */
  announced = $state("");
  #toastTimer: ReturnType<typeof setTimeout> | undefined;

  get open() {
    return this.status?.state === "open";
  }

  /** Asks for the library's state; opens the front page when there is something on it. */
  async start() {
    try {
      await this.enter(await calls.libraryStatus());
    } catch (error) {
      this.status = { state: "failed", problem: calls.problemOf(error) };
    }
  }

  /** Takes over a new state of the library. */
  async enter(status: LibraryStatus) {
    this.status = status;
    if (status.state !== "open") return;
    this.settings = await calls.settings();
    if (status.posts > 0 && this.screen === "import") this.screen = "overview";
  }

  /** Refreshes the counts in the sidebar. */
  async refresh() {
    this.status = await calls.libraryStatus();
  }

  go(screen: Screen) {
    this.screen = screen;
  }

  review(filter: Partial<ReviewFilter>, post: number | null = null) {
    this.filter = { ...noFilter(), ...filter };
    this.post = post;
    this.place = 0;
    this.screen = "review";
  }

  say(says: string, undo = false) {
    clearTimeout(this.#toastTimer);
    this.toast = { says, undo };
    this.#toastTimer = setTimeout(() => (this.toast = null), undo ? 10_000 : 5_000);
  }

  announce(text: string) {
    this.announced = text;
  }

  complain(problem: Problem) {
    this.say(problem.message === "" ? words.problem.internal : [problem.message, problem.hint].filter(Boolean).join(". "));
  }

  async saveSettings(change: Partial<Settings>) {
    const next = { ...$state.snapshot(this.settings), ...change };
    await calls.saveSettings(next);
    this.settings = next;
  }
}

export const win = new Window();
