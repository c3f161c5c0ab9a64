/** What a person says of files that no importer knows by itself: which column is what, whose they are. */
import * as calls from "../../backend/calls";
import type { ColumnFound } from "../../backend/generated/ColumnFound";
import type { ColumnsFound } from "../../backend/generated/ColumnsFound";
import type { PlatformInfo } from "../../backend/generated/PlatformInfo";
import type { Preview } from "../../backend/generated/Preview";
import type { Problem } from "../../backend/generated/Problem";
import type { Told } from "../../backend/generated/Told";
import { win } from "../../shared/window.svelte";
import { words } from "../../words/en";
import { job } from "./job.svelte";

/** What a column can hold, the most telling first; the empty one stands for nothing. */
export const fields = ["", "text", "at", "author", "title", "id", "url", "reply_to", "topic", "about", "audience", "to"] as const;

/** Milliseconds after the last change before the first posts are read anew. */
const pause = 250;

const guessed = (table: ColumnsFound) => table.columns.filter((column) => column.guess !== null).length;

class Mapping {
  shown = $state(false);
  looking = $state(false);
  problem = $state<Problem | null>(null);
  paths = $state<string[]>([]);
  tables = $state<ColumnsFound[]>([]);
  platforms = $state<PlatformInfo[]>([]);
  /** Place of the table that is looked at. */
  at = $state(0);
  /** For each field that was named or guessed, its column; empty when the person said that none holds it. */
  picks = $state<Record<string, string>>({});
  account = $state("");
  /** Platform's id; empty for none in particular. */
  platform = $state("");
  dates = $state("");
  preview = $state<Preview | null>(null);
  previewProblem = $state<Problem | null>(null);
  previewing = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  get names(): string[] {
    return this.paths.map((path) => path.split(/[/\\]/).pop() ?? path);
  }

  get table(): ColumnsFound | undefined {
    return this.tables[this.at];
  }

  /** Another platform that knows its own columns, if one was chosen. */
  get other(): PlatformInfo | undefined {
    return this.platforms.find((platform) => platform.id === this.platform);
  }

  /** Columns of the table, those that were taken for something first, in the order of what they hold. */
  get columns(): ColumnFound[] {
    const rank = (column: ColumnFound) => (column.guess === null ? fields.length : (fields as readonly string[]).indexOf(column.guess));
    return [...(this.table?.columns ?? [])].sort((a, b) => rank(a) - rank(b));
  }

  /** Names that may be the person's: those the column of authors holds. */
  get authors(): string[] {
    return this.table?.columns.find((column) => column.name === this.picks.author)?.samples ?? [];
  }

  get ready(): boolean {
    return this.other !== undefined || (this.picks.text ?? "") !== "";
  }

  get told(): Told {
    const columns = this.other ? {} : { ...$state.snapshot(this.picks) };
    return {
      platform: this.platform || null,
      account: this.account.trim() || null,
      columns,
      date_format: this.other ? null : this.dates || null,
    };
  }

  /** The field a column was given. */
  holds = (column: string) => Object.entries(this.picks).find(([, name]) => name === column && column !== "")?.[0] ?? "";

  /** Looks at files. What was said of the same files before is kept. */
  async open(paths: string[]) {
    const again = JSON.stringify(paths) === JSON.stringify(this.paths);
    const kept = again ? { picks: $state.snapshot(this.picks), at: this.at } : null;
    if (!again) this.forget();
    this.paths = paths;
    this.shown = true;
    this.problem = null;
    this.looking = true;
    try {
      const [tables, platforms] = await Promise.all([calls.columns(paths), calls.platforms()]);
      this.tables = tables.filter((table) => table.columns.length > 0);
      this.platforms = platforms.filter((platform) => !platform.generic);
      const best = Math.max(0, ...this.tables.map(guessed));
      this.choose(Math.max(0, this.tables.findIndex((table) => guessed(table) === best)));
      if (kept && this.tables[kept.at]) {
        this.at = kept.at;
        const known = this.tables[kept.at]!.columns.map((column) => column.name);
        this.picks = Object.fromEntries(Object.entries(kept.picks).filter(([, name]) => name === "" || known.includes(name)));
      }
    } catch (error) {
      this.problem = calls.problemOf(error);
    } finally {
      this.looking = false;
    }
  }

  /** Another table of the file: its columns are what they were taken for. */
  choose(at: number) {
    this.at = at;
    const columns = this.table?.columns ?? [];
    this.picks = Object.fromEntries(columns.filter((column) => column.guess !== null).map((column) => [column.guess!, column.name]));
    this.renew();
  }

  /** Takes an answer that is about no single column. */
  say(what: "account" | "platform" | "dates", answer: string) {
    this[what] = answer;
    this.renew();
  }

  /** Says what a column holds. A field stands in one column, so another one loses it. */
  pick(column: string, field: string) {
    const before = this.holds(column);
    if (before !== "") this.picks[before] = "";
    const other = this.picks[field] ?? "";
    if (field !== "") {
      if (other !== "" && other !== column) win.announce(words.mapping.moved(field, other));
      this.picks[field] = column;
    }
    this.renew();
  }

  /** Reads the first posts anew, a moment after the last change. */
  renew() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    if (!this.ready) {
      this.preview = null;
      this.previewProblem = null;
      this.previewing = false;
      return;
    }
    this.previewing = true;
    this.#timer = setTimeout(() => void this.#read(this.#asked), pause);
  }

  async #read(asked: number) {
    const settle = (preview: Preview | null, problem: Problem | null) => {
      // An answer to an older question says nothing any more.
      if (asked !== this.#asked) return;
      this.preview = preview;
      this.previewProblem = problem;
      this.previewing = false;
    };
    try {
      settle(await calls.preview($state.snapshot(this.paths), this.told), null);
    } catch (error) {
      settle(null, calls.problemOf(error));
    }
  }

  import = () => job.told($state.snapshot(this.paths), this.told);

  close() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.shown = false;
  }

  /** Keeps no word of a file longer than needed. */
  forget() {
    this.close();
    this.paths = [];
    this.tables = [];
    this.picks = {};
    this.at = 0;
    this.account = "";
    this.platform = "";
    this.dates = "";
    this.preview = null;
    this.previewProblem = null;
    this.problem = null;
  }
}

export const mapping = new Mapping();
