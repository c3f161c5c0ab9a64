/**
 * Every question the window may ask, one function each. The only file that knows what carries them.
 *
 * A call that fails rejects with a `Problem`; the window acts on its code and shows its message and hint.
 */
import { Channel, invoke } from "@tauri-apps/api/core";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import type { AccountLine } from "./generated/AccountLine";
import type { ArchiveCoverage } from "./generated/ArchiveCoverage";
import type { CategoryInfo } from "./generated/CategoryInfo";
import type { Checklist } from "./generated/Checklist";
import type { CleanUpGroup } from "./generated/CleanUpGroup";
import type { ColumnsFound } from "./generated/ColumnsFound";
import type { Decided } from "./generated/Decided";
import type { Facets } from "./generated/Facets";
import type { JobNews } from "./generated/JobNews";
import type { LibraryStatus } from "./generated/LibraryStatus";
import type { Overview } from "./generated/Overview";
import type { PlatformInfo } from "./generated/PlatformInfo";
import type { PostDetail } from "./generated/PostDetail";
import type { Preview } from "./generated/Preview";
import type { Problem } from "./generated/Problem";
import type { ReviewFilter } from "./generated/ReviewFilter";
import type { ReviewPage } from "./generated/ReviewPage";
import type { RuleInfo } from "./generated/RuleInfo";
import type { Settings } from "./generated/Settings";
import type { Told } from "./generated/Told";

/** Receives the news of a long job. */
export type Listener = (news: JobNews) => void;

function channel(listener: Listener): Channel<JobNews> {
  const news = new Channel<JobNews>();
  news.onmessage = listener;
  return news;
}

export const libraryStatus = () => invoke<LibraryStatus>("library_status");
/** Makes the library; without a passphrase its key goes to the system's keyring. */
export const createLibrary = (passphrase: string | null) => invoke<LibraryStatus>("create_library", { passphrase });
export const unlock = (passphrase: string | null) => invoke<LibraryStatus>("unlock", { passphrase });
/** Moves the key: to the keyring, or behind a passphrase. */
export const changeKey = (passphrase: string | null) => invoke<LibraryStatus>("change_key", { passphrase });
export const erase = () => invoke<LibraryStatus>("erase");

export const platforms = () => invoke<PlatformInfo[]>("platforms");
/** Shows the system's own dialog; empty when it was cancelled. */
export const pickArchives = (folder: boolean) => invoke<string[]>("pick_archives", { folder });
/** Archives named when the program was started; `sample` stands for the sample. */
export const startupImports = () => invoke<string[]>("startup_imports");
export const importArchives = (paths: string[], listener: Listener) =>
  invoke<null>("import_archives", { paths, news: channel(listener) });
/** The tables in files that no importer knows by itself. */
export const columns = (paths: string[]) => invoke<ColumnsFound[]>("columns", { paths });
/** The first posts as they would be read by what was told; nothing is imported. */
export const preview = (paths: string[], told: Told) => invoke<Preview>("preview", { paths, told });
export const importTold = (paths: string[], told: Told, listener: Listener) =>
  invoke<null>("import_told", { paths, told, news: channel(listener) });
export const importSample = (listener: Listener) => invoke<null>("import_sample", { news: channel(listener) });
export const scan = (listener: Listener) => invoke<null>("scan", { news: channel(listener) });
export const cancelJob = () => invoke<null>("cancel_job");
export const accounts = () => invoke<AccountLine[]>("accounts");
/** Says that these accounts are one person's; the answer holds all accounts. */
export const linkAccounts = (accounts: number[], listener: Listener) =>
  invoke<AccountLine[]>("link_accounts", { accounts, news: channel(listener) });
/** Takes it back for this account. */
export const unlinkAccount = (account: number, listener: Listener) =>
  invoke<AccountLine[]>("unlink_account", { account, news: channel(listener) });
export const archives = () => invoke<ArchiveCoverage[]>("archives");

export const overview = () => invoke<Overview>("overview");
export const review = (filter: ReviewFilter, offset: number, limit: number) =>
  invoke<ReviewPage>("review", { filter, offset, limit });
export const facets = (filter: ReviewFilter) => invoke<Facets>("facets", { filter });
export const post = (post: number) => invoke<PostDetail>("post", { post });
export const decide = (posts: number[], verdict: string, reason: string | null = null) =>
  invoke<Decided>("decide", { posts, verdict, reason });
/** Decides on the whole list; fails with `count-changed` when it no longer holds `expected` posts. */
export const decideAll = (filter: ReviewFilter, verdict: string, expected: number) =>
  invoke<Decided>("decide_all", { filter, verdict, expected });
/** Takes back the last decision; null when there is none. */
export const undo = () => invoke<Decided | null>("undo");
export const rule = (rule: string) => invoke<RuleInfo>("rule", { rule });

export const cleanUp = () => invoke<CleanUpGroup[]>("clean_up");
/** Ticks or unticks "I did this on the platform". */
export const claim = (post: number, done: boolean) => invoke<null>("claim", { post, done });
export const checklists = () => invoke<Checklist[]>("checklists");
export const setChecklist = (item: string, state: string) => invoke<null>("set_checklist", { item, state });

export const settings = () => invoke<Settings>("settings");
export const saveSettings = (settings: Settings) => invoke<null>("save_settings", { settings });
export const categories = () => invoke<CategoryInfo[]>("categories");
/** Hands an address to the system's browser. */
export const openLink = (url: string) => invoke<null>("open_link", { url });
/** Shows the system's save dialog; the path written, null when it was cancelled. */
export const saveReport = (redact: boolean) => invoke<string | null>("save_report", { redact });

/** Tells of files held over the window or dropped on it; the answer ends the listening. */
export const onDrop = (over: (inside: boolean) => void, dropped: (paths: string[]) => void): Promise<() => void> =>
  getCurrentWebview().onDragDropEvent(({ payload }) => {
    over(payload.type === "enter" || payload.type === "over");
    if (payload.type === "drop" && payload.paths.length > 0) dropped(payload.paths);
  });

/** What a call rejected with, as a problem; whatever is no problem becomes an `internal` one without its text. */
export function problemOf(error: unknown): Problem {
  if (typeof error === "object" && error !== null && "code" in error && "message" in error) {
    const { code, message, hint } = error as Problem;
    return { code, message, hint: hint ?? "" };
  }
  return { code: "internal", message: "", hint: "" };
}
