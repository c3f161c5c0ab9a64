/** The one long job at a time: reading archives, or looking through all posts again. It goes on while other screens are open. */
import * as calls from "../../backend/calls";
import type { ArchiveCoverage } from "../../backend/generated/ArchiveCoverage";
import type { JobNews } from "../../backend/generated/JobNews";
import type { Problem } from "../../backend/generated/Problem";
import type { Told } from "../../backend/generated/Told";
import { win } from "../../shared/window.svelte";
import { words } from "../../words/en";
import { firstKey } from "./key.svelte";

/** What is known of one archive of the job. */
export interface Line {
  name: string;
  phase: string | null;
  file: string;
  done: number;
  total: number;
  posts: number;
  archive: ArchiveCoverage | null;
  problem: Problem | null;
  /** Where the files of an archive that failed lie. */
  paths: string[];
}

export type Outcome = { new: number; known: number; flagged: number } | "cancelled" | null;

const line = (name: string): Line => ({
  name,
  phase: null,
  file: "",
  done: 0,
  total: 0,
  posts: 0,
  archive: null,
  problem: null,
  paths: [],
});

const lastPart = (path: string) => path.split(/[/\\]/).pop() ?? path;

class Job {
  running = $state(false);
  cancelling = $state(false);
  /** What was asked for before the library could be made, for want of a passphrase. */
  waiting = $state<(() => Promise<void>) | null>(null);
  /** Whether files are held over the window. */
  over = $state(false);
  lines = $state<Line[]>([]);
  outcome = $state<Outcome>(null);
  problem = $state<Problem | null>(null);
  #names: string[] = [];
  #at = 0;

  /** Archives named on the command line are imported at once, when a library is there or can be made without asking. */
  async startup() {
    try {
      const paths = await calls.startupImports();
      if (paths.length === 0 || win.status?.state === "locked" || win.status?.state === "failed") return;
      win.go("import");
      const archives = paths.filter((path) => path !== "sample");
      if (paths.includes("sample")) await this.sample();
      if (archives.length > 0) await this.archives(archives);
    } catch (error) {
      win.complain(calls.problemOf(error));
    }
  }

  /** Files may be dropped on any screen; the import screen then shows what becomes of them. */
  listen = () =>
    calls.onDrop(
      (inside) => (this.over = inside),
      (paths) => {
        if (win.status?.state !== "open" && win.status?.state !== "absent") return;
        win.go("import");
        void this.archives(paths);
      },
    );

  archives = (paths: string[]) =>
    this.#run(paths.map(lastPart), (listener) => calls.importArchives(paths, listener));

  /** Archives of which the person said what they are. */
  told = (paths: string[], told: Told) =>
    this.#run(paths.map(lastPart), (listener) => calls.importTold(paths, told, listener));

  sample = () => this.#run([], calls.importSample);

  /** Looks through all posts again after a change of profession. */
  scan = () => this.#run([], calls.scan);

  async cancel() {
    this.cancelling = true;
    try {
      await calls.cancelJob();
    } catch (error) {
      this.cancelling = false;
      win.complain(calls.problemOf(error));
    }
  }

  /** Clears what the last job said, for the next one. */
  clear() {
    this.lines = [];
    this.outcome = null;
    this.problem = null;
  }

  async #run(names: string[], start: (listener: calls.Listener) => Promise<null>): Promise<void> {
    if (this.running) return win.say(words.import.busy);
    if (!(await this.#library())) {
      this.waiting = () => this.#run(names, start);
      return;
    }
    this.waiting = null;
    this.clear();
    this.#names = names;
    this.#at = 0;
    this.lines = names.map(line);
    this.running = true;
    try {
      await start((news) => this.hear(news));
      await win.refresh();
    } catch (error) {
      this.problem = calls.problemOf(error);
    } finally {
      this.running = false;
      this.cancelling = false;
    }
  }

  /** Makes the library before the first import. */
  async #library(): Promise<boolean> {
    if (win.status?.state !== "absent") return win.open;
    if (!win.status.keyring) firstKey.kind = "passphrase";
    if (firstKey.complaint !== null) {
      firstKey.tried = true;
      return false;
    }
    try {
      await win.enter(await calls.createLibrary(firstKey.answer));
      firstKey.forget();
      const profession = firstKey.profession.trim();
      if (profession !== "") await win.saveSettings({ profession });
      return true;
    } catch (error) {
      const problem = calls.problemOf(error);
      if (problem.code === "no-keyring") win.status = { state: "absent", keyring: false };
      this.problem = problem;
      return false;
    }
  }

  #lineOf(name: string): Line {
    // News of progress may be left out, so an archive can end before anything was heard of it.
    const open = this.lines.filter((l) => !l.archive && !l.problem);
    const found = open.find((l) => l.name === name) ?? open.find((l) => l === this.lines[this.#at] && l.name === "") ?? open.find((l) => l.name === "");
    if (found) return found;
    this.lines.push(line(name));
    return this.lines[this.lines.length - 1]!;
  }

  /** Takes in one piece of news. */
  hear(news: JobNews) {
    if (news.news === "started") {
      // Parts of one export are read together, so there may be fewer archives than files.
      this.lines = Array.from({ length: news.archives }, (_, i) =>
        line(news.archives === this.#names.length ? (this.#names[i] ?? "") : ""),
      );
    } else if (news.news === "progress") {
      this.#at = news.archive;
      while (this.lines.length <= news.archive) this.lines.push(line(""));
      const at = this.lines[news.archive]!;
      if (at.phase !== news.phase) {
        const phase = words.import.phases[news.phase] ?? news.phase;
        win.announce(words.import.progressAloud(news.name, phase, null));
      }
      const { name, phase, file, done, total, posts } = news;
      Object.assign(at, { name, phase, file, done, total, posts });
    } else if (news.news === "imported") {
      const at = this.#lineOf(news.archive.name);
      at.name = news.archive.name;
      at.archive = news.archive;
    } else if (news.news === "failed") {
      const at = this.#lineOf(news.name);
      at.name = news.name;
      at.problem = news.problem;
      at.paths = news.paths;
      win.announce(`${news.name}: ${words.import.failed}`);
    } else if (news.news === "finished") {
      this.outcome = { new: news.new, known: news.known, flagged: news.flagged };
      win.announce(words.import.doneTitle(news.flagged));
    } else {
      this.outcome = "cancelled";
      win.announce(words.import.cancelled);
    }
  }
}

export const job = new Job();
