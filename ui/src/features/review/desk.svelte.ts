/** The review desk: which posts are listed, which one lies open, what was decided. */
import { SvelteMap, SvelteSet } from "svelte/reactivity";
import * as calls from "../../backend/calls";
import type { Decided } from "../../backend/generated/Decided";
import type { Facets } from "../../backend/generated/Facets";
import type { PostDetail } from "../../backend/generated/PostDetail";
import type { Problem } from "../../backend/generated/Problem";
import type { ReviewFilter } from "../../backend/generated/ReviewFilter";
import type { ReviewRow } from "../../backend/generated/ReviewRow";
import { noFilter, win } from "../../shared/window.svelte";
import { words } from "../../words/en";

/** Rows fetched at once. */
export const pageSize = 60;

/** Categories in which a high-risk post is offered for deletion first. */
const deleteFirst = ["confidentiality", "personal-data", "harassment"];

/** The verdicts in the order of their buttons: keeping comes first unless the post could harm somebody. */
export function verdictOrder(post: Pick<PostDetail, "findings"> | null): string[] {
  const harm = post?.findings.some((f) => f.risk === "high" && deleteFirst.includes(f.category)) ?? false;
  return harm ? ["delete", "edit", "restrict", "keep"] : ["keep", "edit", "restrict", "delete"];
}

export class Desk {
  filter = $state<ReviewFilter>(noFilter());
  total = $state(0);
  loading = $state(true);
  problem = $state<Problem | null>(null);
  facets = $state<Facets | null>(null);
  /** Place of the open post in the list; -1 when it is not of the list. */
  at = $state(0);
  detail = $state<PostDetail | null>(null);
  detailProblem = $state<Problem | null>(null);
  /** Progress over all flagged posts. */
  looked = $state<{ decided: number; flagged: number; high_left: number } | null>(null);
  /** A whole-list decision waiting for its second question to be answered. */
  asking = $state<{ verdict: string; count: number } | null>(null);
  /** Whether every post of the list is selected, fetched or not. */
  whole = $state(false);
  readonly selected = new SvelteSet<number>();
  readonly #pages = new SvelteMap<number, ReviewRow[]>();
  readonly #wanted = new Set<number>();
  #anchor = 0;
  /** Where the list was left for a post outside it. */
  #left = 0;
  #turn = 0;
  #showing: number | null = null;
  #ahead: { post: number; detail: Promise<PostDetail> } | null = null;

  /** Posts a bulk action reaches. */
  get reach() {
    return this.whole ? this.total : this.selected.size;
  }

  row(index: number): ReviewRow | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  /** Shows another list: at its top, at a place, or at a post. */
  async open(filter: ReviewFilter, post: number | null = null, place = 0): Promise<void> {
    this.filter = filter;
    this.clearSelection();
    this.asking = null;
    this.problem = null;
    this.loading = true;
    const turn = ++this.#turn;
    this.#wanted.clear();
    const question = $state.snapshot(filter);
    try {
      const first = Math.floor(place / pageSize) * pageSize;
      const [page] = await Promise.all([calls.review(question, first, pageSize), this.#count(question, turn)]);
      if (turn !== this.#turn) return;
      // The list became shorter since it was left.
      if (page.rows.length === 0 && page.total > 0) return this.open(filter, post);
      this.#pages.clear();
      this.#pages.set(first / pageSize, page.rows);
      this.total = page.total;
      this.loading = false;
      this.at = post === null ? Math.min(place, Math.max(0, page.total - 1)) : this.#placeOf(post);
      this.#anchor = Math.max(0, this.at);
      await this.show(post ?? this.row(this.at)?.post ?? null);
    } catch (error) {
      if (turn === this.#turn) this.problem = calls.problemOf(error);
      this.loading = false;
    }
  }

  async #count(filter: ReviewFilter, turn: number) {
    const [facets, page] = await Promise.all([calls.facets(filter), this.looked ? null : calls.overview()]);
    if (turn !== this.#turn) return;
    this.facets = facets;
    if (page) this.looked = { decided: page.decided, flagged: page.flagged, high_left: page.high_left };
  }

  /** Fetches what of rows `from` to `to` is not here yet. */
  async ensure(from: number, to: number) {
    const turn = this.#turn;
    const last = Math.floor(Math.max(0, Math.min(to, this.total - 1)) / pageSize);
    const missing: number[] = [];
    for (let page = Math.floor(Math.max(0, from) / pageSize); page <= last; page += 1) {
      if (!this.#pages.has(page) && !this.#wanted.has(page)) missing.push(page);
    }
    for (const page of missing) this.#wanted.add(page);
    await Promise.all(missing.map((page) => this.#fetch(page, turn)));
  }

  async #fetch(page: number, turn: number) {
    try {
      const answer = await calls.review($state.snapshot(this.filter), page * pageSize, pageSize);
      if (turn !== this.#turn) return;
      this.#pages.set(page, answer.rows);
      this.total = answer.total;
    } catch (error) {
      if (turn === this.#turn) win.complain(calls.problemOf(error));
    } finally {
      if (turn === this.#turn) this.#wanted.delete(page);
    }
  }

  /** Fetches the loaded pages once more, keeping what is shown until the answers are there. */
  async #refresh() {
    const turn = ++this.#turn;
    this.#wanted.clear();
    const near = Math.floor(Math.max(0, this.at) / pageSize);
    for (const page of [...this.#pages.keys()]) if (Math.abs(page - near) > 1) this.#pages.delete(page);
    const question = $state.snapshot(this.filter);
    await Promise.all([...this.#pages.keys()].map((page) => this.#fetch(page, turn)));
    await this.#count(question, turn).catch(() => {});
  }

  /** Opens a post by its id. */
  async show(post: number | null) {
    this.#showing = post;
    this.detailProblem = null;
    if (post === null) {
      this.detail = null;
      return;
    }
    try {
      const detail = await (this.#ahead?.post === post ? this.#ahead.detail : calls.post(post));
      if (this.#showing === post) this.detail = detail;
    } catch (error) {
      if (this.#showing === post) this.detailProblem = calls.problemOf(error);
    }
    // The next one is fetched while this one is read.
    const next = this.row(this.at + 1);
    if (next && this.#ahead?.post !== next.post) {
      this.#ahead = { post: next.post, detail: calls.post(next.post) };
      this.#ahead.detail.catch(() => {});
    }
  }

  /** Opens the post at a place of the list. */
  async goTo(index: number) {
    if (this.total === 0) return;
    this.at = Math.max(0, Math.min(index, this.total - 1));
    if (!this.row(this.at)) await this.ensure(this.at, this.at);
    const row = this.row(this.at);
    if (row) await this.show(row.post);
  }

  /** The next or previous post; from a post outside the list, back to where the list was left. */
  move = (by: number) => this.goTo(this.at < 0 ? this.#left : this.at + by);

  /** Opens a post named by another one, which need not be in the list. */
  async openOther(post: number) {
    if (this.at >= 0) this.#left = this.at;
    this.at = this.#placeOf(post);
    await this.show(post);
  }

  #placeOf(post: number): number {
    for (const [page, rows] of this.#pages) {
      const place = rows.findIndex((row) => row.post === post);
      if (place >= 0) return page * pageSize + place;
    }
    return -1;
  }

  /** The post a single decision is about: what the list points at, even while its page is still coming. */
  get current(): number | null {
    return this.at >= 0 ? (this.row(this.at)?.post ?? null) : (this.detail?.post ?? null);
  }

  /** One verdict for what is selected, or for the open post; then the next one. */
  async decide(verdict: string) {
    if (this.reach > 0) return this.decideSelected(verdict);
    const post = this.current;
    if (post === null) return;
    const row = this.at >= 0 ? this.row(this.at) : undefined;
    const before = row?.verdict ?? null;
    this.#setVerdict([post], verdict);
    const moved = this.at < this.total - 1 ? this.move(1) : Promise.resolve();
    try {
      const decided = await calls.decide([post], verdict);
      this.#took(decided, words.review.toastDecided(words.review.verdicts[verdict] ?? verdict));
    } catch (error) {
      this.#setVerdict([post], before);
      win.complain(calls.problemOf(error));
    }
    await moved;
  }

  /** One verdict for the selection; the whole list asks a second question first. */
  async decideSelected(verdict: string) {
    if (this.whole) {
      this.asking = { verdict, count: this.total };
      return;
    }
    try {
      const decided = await calls.decide([...this.selected], verdict);
      this.#setVerdict(decided.posts, verdict);
      this.clearSelection();
      this.#took(decided, decided.says);
      await this.#refresh();
    } catch (error) {
      win.complain(calls.problemOf(error));
    }
  }

  /** The second question was answered with yes. */
  async decideWhole() {
    const asked = this.asking;
    this.asking = null;
    if (!asked) return;
    try {
      const decided = await calls.decideAll($state.snapshot(this.filter), asked.verdict, asked.count);
      this.clearSelection();
      this.#took(decided, decided.says);
      await this.#refresh();
    } catch (error) {
      const problem = calls.problemOf(error);
      if (problem.code === "count-changed") {
        win.say(words.review.countChanged);
        await this.#refresh();
      } else win.complain(problem);
    }
  }

  /** A decision was taken back: shows the list as it is now, and the post it was about. */
  async tookBack(undone: Decided) {
    this.looked = { decided: undone.decided, flagged: undone.flagged, high_left: undone.high_left };
    this.#ahead = null;
    const only = undone.posts.length === 1 ? undone.posts[0] : undefined;
    const place = only === undefined ? -1 : this.#placeOf(only);
    if (place >= 0) this.at = place;
    await this.#refresh();
    await this.show(only ?? this.current);
  }

  #took(decided: Decided, says: string) {
    this.looked = { decided: decided.decided, flagged: decided.flagged, high_left: decided.high_left };
    win.say(says, true);
  }

  #setVerdict(posts: number[], verdict: string | null) {
    for (const [page, rows] of this.#pages) {
      if (rows.some((row) => posts.includes(row.post))) {
        this.#pages.set(
          page,
          rows.map((row) => (posts.includes(row.post) ? { ...row, verdict } : row)),
        );
      }
    }
    if (this.detail && posts.includes(this.detail.post)) this.detail = { ...this.detail, verdict };
  }

  toggle(index: number) {
    const row = this.row(index);
    if (!row) return;
    this.whole = false;
    if (!this.selected.delete(row.post)) this.selected.add(row.post);
    this.#anchor = index;
  }

  /** Selects from the last toggled row up to this one. */
  async selectTo(index: number) {
    const [from, to] = [Math.min(this.#anchor, index), Math.max(this.#anchor, index)];
    await this.ensure(from, to);
    this.whole = false;
    for (let i = from; i <= to; i += 1) {
      const row = this.row(i);
      if (row) this.selected.add(row.post);
    }
  }

  selectAll() {
    if (this.whole) return this.clearSelection();
    this.selected.clear();
    this.whole = this.total > 0;
  }

  clearSelection() {
    this.selected.clear();
    this.whole = false;
  }
}
