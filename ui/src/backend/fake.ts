/**
 * A core that answers from memory with invented data. Tests and the preview in a browser put it where the real one
 * would be; the built window does not contain it.
 */
import * as data from "./fake-data";
import * as tables from "./fake-tables";
import type { AccountLine } from "./generated/AccountLine";
import type { ArchiveCoverage } from "./generated/ArchiveCoverage";
import type { Decided } from "./generated/Decided";
import type { Facet } from "./generated/Facet";
import type { JobNews } from "./generated/JobNews";
import type { LibraryStatus } from "./generated/LibraryStatus";
import type { PostDetail } from "./generated/PostDetail";
import type { Problem } from "./generated/Problem";
import type { ReviewFilter } from "./generated/ReviewFilter";
import type { RiskCounts } from "./generated/RiskCounts";
import type { Settings } from "./generated/Settings";
import type { Told } from "./generated/Told";

export interface FakeOptions {
  status?: LibraryStatus;
  /** Posts in the library. */
  posts?: number;
  /** Milliseconds between two pieces of news; 0 for tests. */
  pace?: number;
  /** Accounts in the library. */
  accounts?: number;
  /** Commands that fail, and how. */
  fails?: Record<string, Problem>;
  startup?: string[];
  theme?: string;
}

type Args = Record<string, unknown>;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export class Fake {
  status: LibraryStatus;
  posts: PostDetail[];
  archives: ArchiveCoverage[];
  accounts: AccountLine[];
  settings: Settings;
  checklists = data.checklists();
  claimed = new Set<number>();
  /** Every call in order, for tests. */
  calls: { command: string; args: Args }[] = [];
  #decisions: { posts: number[]; before: (string | null)[] }[] = [];
  #cancelled = false;

  constructor(readonly options: FakeOptions = {}) {
    const open = (options.status?.state ?? "open") === "open";
    this.posts = this.#make(open ? (options.posts ?? 240) : 0);
    this.status = options.status ?? { state: "open", posts: this.posts.length, archives: 2, key: "keyring" };
    this.archives = this.posts.length > 0 ? [data.archive, { ...data.archive, id: 2, name: "faces-part-1.zip", platform: "faces", account: "Thea Reads", partial: true, warnings: [], quiet: [] }] : [];
    this.accounts = data.accounts().slice(0, options.accounts ?? 4);
    this.settings = { profession: "Doctor", hidden_categories: [], theme: options.theme ?? "system", single_keys: true, keys: {} };
  }

  #make = (n: number) => Array.from({ length: n }, (_, i) => data.fakePost(i));

  /** Answers a command as the core would. */
  async answer(command: string, args: Args = {}): Promise<unknown> {
    this.calls.push({ command, args });
    const problem = this.options.fails?.[command];
    if (problem) throw problem;
    const act = (this as unknown as Record<string, unknown>)[`do_${command}`];
    if (typeof act !== "function") throw new Error(`The fake has no command ${command}`);
    return structuredClone(await (act as (args: Args) => unknown).call(this, args));
  }

  do_library_status = () => this.status;
  do_create_library = ({ passphrase }: Args) =>
    (this.status = { state: "open", posts: 0, archives: 0, key: passphrase === null ? "keyring" : "passphrase" });
  do_unlock = ({ passphrase }: Args) => {
    if (passphrase !== "correct horse") {
      throw { code: "wrong-passphrase", message: "That passphrase does not open the library", hint: "Check capital letters and the keyboard’s language, then try again." };
    }
    this.posts = this.#make(240);
    return (this.status = { state: "open", posts: 240, archives: 2, key: "passphrase" });
  };
  do_change_key = ({ passphrase }: Args) => {
    if (this.status.state === "open") this.status.key = passphrase === null ? "keyring" : "passphrase";
    return this.status;
  };
  do_erase = () => {
    this.posts = [];
    return (this.status = { state: "absent", keyring: true });
  };
  do_platforms = () => data.platforms;
  do_pick_archives = ({ folder }: Args) => [folder ? "/home/thea/faces" : "/home/thea/chirp-2026-10-02.zip"];
  do_startup_imports = () => this.options.startup ?? [];
  do_cancel_job = () => void (this.#cancelled = true);
  do_archives = () => this.archives;
  do_accounts = () => (this.posts.length > 0 ? this.accounts : []);
  do_link_accounts = async ({ accounts }: Args) => {
    await wait(this.options.pace ?? 0);
    const ids = accounts as number[];
    const persons = this.accounts.filter((one) => ids.includes(one.id)).map((one) => one.person);
    for (const one of this.accounts) if (persons.includes(one.person)) one.person = ids[0]!;
    return this.accounts;
  };
  do_unlink_account = ({ account }: Args) => {
    for (const one of this.accounts) if (one.id === account) one.person = one.id + 100;
    return this.accounts;
  };
  do_columns = ({ paths }: Args) => tables.tables(paths as string[]);
  do_preview = ({ told }: Args) => tables.preview(told as Told);
  do_import_told = ({ paths, news }: Args) => this.#import(paths as string[], news, true);
  do_import_archives = ({ paths, news }: Args) => this.#import(paths as string[], news);
  do_import_sample = ({ news }: Args) => this.#import(["chirp-2026-10-02.zip"], news);
  do_scan = ({ news }: Args) => this.#import([], news);

  async #import(paths: string[], channel: unknown, told = false) {
    const tell = (news: JobNews) => (channel as { onmessage: (news: JobNews) => void }).onmessage(structuredClone(news));
    this.#cancelled = false;
    tell({ news: "started", archives: paths.length });
    for (const [archive, path] of paths.entries()) {
      const name = path.split("/").pop()!;
      const total = 48_200_000;
      for (const [i, phase] of ["reading", "reading", "reading", "indexing", "scanning"].entries()) {
        if (this.#cancelled) return void tell({ news: "cancelled" });
        tell({ news: "progress", archive, name, phase, file: "data/posts.json", done: (total * i) / 5, total, posts: i * 3_600 });
        await wait(this.options.pace ?? 0);
      }
      if (name.includes("holiday")) {
        tell({ news: "failed", name, paths: [path], problem: { code: "unknown-archive", message: `${name} is no archive Broadsheet knows`, hint: "Drop the ZIP file just as the network gave it to you. The other archives go on." } });
      } else if (name.endsWith(".csv") && !told) {
        tell({ news: "failed", name, paths: [path], problem: { code: "unknown-columns", message: `${name} is not an archive of a platform that Broadsheet knows`, hint: "Say which column holds the words and which the date. Its columns are nr, wann, wer, betrifft, gesagt_hat_er." } });
      } else {
        tell({ news: "imported", archive: { ...data.archive, name } });
      }
    }
    if (this.posts.length === 0) this.posts = this.#make(240);
    this.archives = [data.archive];
    if (this.status.state === "open") this.status = { ...this.status, posts: this.posts.length, archives: 1 };
    tell({ news: "finished", new: 18_281, known: 131, flagged: this.#flagged().length });
    return null;
  }

  #flagged = () => this.posts.filter((post) => post.findings.length > 0);

  #find(filter: ReviewFilter, without?: keyof ReviewFilter): PostDetail[] {
    const has = (key: keyof ReviewFilter, value: string | number | undefined) => {
      const wanted = filter[key] as (string | number)[];
      return key === without || wanted.length === 0 || (value !== undefined && wanted.includes(value));
    };
    const order = { high: 0, medium: 1, low: 2 } as Record<string, number>;
    const rank = (post: PostDetail) => order[post.findings[0]?.risk ?? ""] ?? 3;
    const found = this.posts.filter(
      (post) =>
        (filter.all_posts || post.findings.length > 0) &&
        has("risks", post.findings[0]?.risk) &&
        has("categories", post.findings[0]?.category) &&
        has("platforms", post.platform) &&
        has("kinds", post.kind) &&
        has("audiences", post.audience) &&
        has("years", Number(post.at?.slice(0, 4))) &&
        has("states", post.verdict ?? "undecided") &&
        post.text.toLowerCase().includes(filter.query.toLowerCase()),
    );
    if (filter.sort === "risk" || filter.sort === "") return found.sort((a, b) => rank(a) - rank(b));
    const sign = filter.sort === "oldest" ? 1 : -1;
    return found.sort((a, b) => sign * (a.at ?? "").localeCompare(b.at ?? ""));
  }

  do_review = (args: Args) => {
    const { filter, offset, limit } = args as { filter: ReviewFilter; offset: number; limit: number };
    const found = this.#find(filter);
    const rows = found.slice(offset, offset + limit).map((post) => ({
      post: post.post,
      platform: post.platform,
      kind: post.kind,
      at: post.at,
      text: post.text,
      risk: post.findings[0]?.risk ?? null,
      categories: post.findings.map((finding) => finding.category),
      verdict: post.verdict,
      with: post.findings[0]?.with.length ?? 0,
    }));
    return { total: found.length, offset, rows };
  };

  do_facets = ({ filter }: Args) => {
    const count = (key: keyof ReviewFilter, of: (post: PostDetail) => string | undefined, name: (id: string) => string): Facet[] => {
      const counts = new Map<string, number>();
      for (const post of this.#find(filter as ReviewFilter, key)) {
        const id = of(post);
        if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
      }
      return [...counts].map(([id, count]) => ({ id, name: name(id), count })).sort((a, b) => b.count - a.count);
    };
    const capital = (id: string) => id.charAt(0).toUpperCase() + id.slice(1);
    const risks = count("risks", (p) => p.findings[0]?.risk, capital);
    return {
      risks: ["high", "medium", "low"].flatMap((id) => risks.filter((risk) => risk.id === id)),
      categories: count("categories", (p) => p.findings[0]?.category, (id) => data.categories.find(([c]) => c === id)?.[1] ?? id),
      platforms: count("platforms", (p) => p.platform, (id) => data.platforms.find((p) => p.id === id)?.name ?? id),
      kinds: count("kinds", (p) => p.kind, capital),
      audiences: count("audiences", (p) => p.audience, capital),
      years: count("years", (p) => p.at?.slice(0, 4), (id) => id).sort((a, b) => a.id.localeCompare(b.id)),
      states: count("states", (p) => p.verdict ?? "undecided", capital),
    };
  };

  #post(id: number): PostDetail {
    const post = this.posts.find((one) => one.post === id);
    if (!post) throw { code: "internal", message: "That post is not in the library", hint: "" };
    return post;
  }

  do_post = ({ post }: Args) => this.#post(post as number);

  #decided(posts: number[], says: string): Decided {
    const flagged = this.#flagged();
    return {
      posts,
      says,
      decided: flagged.filter((post) => post.verdict !== null).length,
      flagged: flagged.length,
      high_left: flagged.filter((post) => post.verdict === null && post.findings[0]?.risk === "high").length,
    };
  }

  do_decide = ({ posts, verdict }: Args) => {
    const ids = posts as number[];
    this.#decisions.push({ posts: ids, before: ids.map((id) => this.#post(id).verdict) });
    for (const id of ids) {
      const post = this.#post(id);
      post.verdict = verdict as string;
      post.history.push({ at: "2026-11-22T10:00:00Z", what: `Marked ${verdict as string}` });
    }
    return this.#decided(ids, `Marked ${ids.length} ${ids.length === 1 ? "post" : "posts"} ${verdict as string}`);
  };

  do_decide_all = ({ filter, verdict, expected }: Args) => {
    const ids = this.#find(filter as ReviewFilter).map((post) => post.post);
    if (ids.length !== expected) throw { code: "count-changed", message: "The list has changed", hint: "Look at the new count" };
    return this.do_decide({ posts: ids, verdict });
  };

  do_undo = () => {
    const last = this.#decisions.pop();
    if (!last) return null;
    last.posts.forEach((id, i) => (this.#post(id).verdict = last.before[i] ?? null));
    return this.#decided(last.posts, "Taken back");
  };

  do_overview = () => {
    const flagged = this.#flagged();
    const counts = (posts: PostDetail[]): RiskCounts => {
      const of = (risk: string) => posts.filter((post) => post.findings[0]?.risk === risk).length;
      return { high: of("high"), medium: of("medium"), low: of("low") };
    };
    const bars = (of: (post: PostDetail) => string, names: [string, string][]) =>
      names.map(([id, name]) => ({ id, name, risk: counts(flagged.filter((post) => of(post) === id)) }));
    const years = Array.from({ length: 11 }, (_, i) => String(2009 + i));
    const { decided, flagged: all, high_left } = this.#decided([], "");
    return {
      headline: `${counts(flagged).high} posts you would not want on a front page`,
      standfirst: `${this.posts.length} posts from two archives, January 2009 to October 2026. ${all} are worth a look; the rest can stay as they are.`,
      posts: this.posts.length,
      risk: counts(flagged),
      decided,
      flagged: all,
      high_left,
      years: bars((post) => post.at?.slice(0, 4) ?? "", years.map((year) => [year, year])),
      categories: bars((post) => post.findings[0]?.category ?? "", data.categories.map(([id, name]) => [id, name])).filter((bar) => bar.risk.high + bar.risk.medium + bar.risk.low > 0),
      platforms: bars((post) => post.platform, data.platforms.map((p) => [p.id, p.name])),
      hours: Array.from({ length: 7 }, (_, day) => Array.from({ length: 24 }, (_, hour) => (hour < 3 || hour > 21 ? 6 + day * 2 : hour < 7 ? 0 : (hour * 7 + day * 5) % 5))),
      hours_note: "Posts between 23:00 and 03:00 are flagged 2.6 times as often as the others.",
      next: [
        { title: `Decide on ${high_left} high-risk posts`, remark: "about 3 minutes", screen: "review", target: "high" },
        { title: "Revoke 14 apps connected to Chirp", remark: "seen in your archive, oldest from 2011", screen: "checklists", target: "chirp.connected-apps" },
        { title: "Ask for your archive from Guild", remark: "takes a day", screen: "import", target: null },
      ],
    };
  };

  do_clean_up = () => {
    const proofs = ["todo", "gone", "still-there", "cannot-tell"];
    return data.platforms.map((platform) => ({
      platform: platform.id,
      name: platform.name,
      delete_steps: ["Open the post.", "Open the menu with three dots.", "Choose Delete and confirm."],
      edit_steps: ["Open the post.", "Choose Edit, change the words, save."],
      restrict_steps: ["Open the post.", "Choose the audience, then Friends."],
      bulk: [{ does: "Shows all your activity and deletes many posts at once.", link: `https://${platform.id}.example/activity` }],
      items: this.posts
        .filter((post) => post.platform === platform.id && ["delete", "edit", "restrict"].includes(post.verdict ?? ""))
        .map((post, i) => ({
          post: post.post,
          verdict: post.verdict!,
          at: post.at,
          text: post.text,
          url: post.url,
          proof: this.claimed.has(post.post) ? "claimed" : post.verdict === "delete" ? proofs[i % 4]! : "todo",
          why: post.verdict === "delete" && i % 4 === 1 ? "The archive of 2 October 2026 is whole and no longer holds it." : "",
        })),
    }));
  };

  do_claim = ({ post, done }: Args) => {
    if (done) this.claimed.add(post as number);
    else this.claimed.delete(post as number);
    return null;
  };

  do_checklists = () =>
    this.checklists.map((list) => {
      const settled = list.groups.flatMap((group) => group.items).filter(({ state }) => !["unknown", "remind-me"].includes(state));
      return { ...list, settled: settled.length };
    });
  do_set_checklist = ({ item, state }: Args) => {
    for (const list of this.checklists) {
      for (const group of list.groups) for (const one of group.items) if (one.id === item) one.state = state as string;
    }
    return null;
  };
  do_settings = () => this.settings;
  do_save_settings = ({ settings }: Args) => {
    this.settings = structuredClone(settings) as Settings;
    return null;
  };
  do_categories = () => data.categories.map(([id, name, rules]) => ({ id, name, rules }));
  do_rule = ({ rule }: Args) => ({
    id: rule as string,
    category: "confidentiality",
    title: "Patient pieced together",
    risk: "high",
    what: "Several details that together may point to one patient.",
    why: "Each post alone says little; together they may name somebody.",
    todo: "Delete the posts, or take out the details.",
    sources: ["GMC, Using social media as a medical professional"],
    flagged: ["Only 34 and her whole life changed by one bleed"],
    not_flagged: ["Stroke care has changed a lot since I qualified"],
  });
  do_open_link = () => null;
  do_save_report = () => "/home/thea/broadsheet-report.html";
}
