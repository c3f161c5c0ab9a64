import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { beforeEach, describe, expect, it } from "vitest";
import App from "../src/App.svelte";
import { verdictOrder } from "../src/features/review/desk.svelte";
import { testids } from "../src/shared/testids";
import { win } from "../src/shared/window.svelte";
import { asked, reset } from "./reset";
import { core, fake } from "./setup";

const press = (key: string, more: KeyboardEventInit = {}) => fireEvent.keyDown(document.body, { key, ...more });
const open = () => Number(screen.getByTestId(testids.detail).dataset.post);
const shows = (post: number) => waitFor(() => expect(open()).toBe(post));
const rows = () => screen.getAllByTestId(testids.row).filter((row) => row.dataset.post !== undefined);
const order = () => rows().map((row) => Number(row.dataset.post));
const verdictOf = (post: number) => fake.posts.find((one) => one.post === post)?.verdict;

async function review() {
  await reset();
  render(App);
  await waitFor(() => expect(win.open).toBe(true));
  win.go("review");
  await waitFor(() => expect(rows().length).toBeGreaterThan(5));
  await shows(order()[0]!);
  return order();
}

describe("deciding", () => {
  it("takes one key, one verdict, then shows the next post", async () => {
    const [first, second, third] = await review();
    await press("d");
    await shows(second!);
    await waitFor(() => expect(verdictOf(first!)).toBe("delete"));
    await press("k");
    await shows(third!);
    await waitFor(() => expect(verdictOf(second!)).toBe("keep"));
    expect(asked("decide")).toEqual([
      { posts: [first], verdict: "delete", reason: null },
      { posts: [second], verdict: "keep", reason: null },
    ]);
    expect(screen.getByTestId(testids.looked).textContent).toContain("2 of 200");
  });

  it("gives each of two fast presses its own post", async () => {
    const [first, second, third] = await review();
    void press("e");
    void press("r");
    await shows(third!);
    await waitFor(() => expect([verdictOf(first!), verdictOf(second!)]).toEqual(["edit", "restrict"]));
  });

  it("decides once while a key is held down", async () => {
    await review();
    await press("d");
    await press("d", { repeat: true });
    await press("d", { repeat: true });
    await waitFor(() => expect(asked("decide")).toHaveLength(1));
  });

  it("takes back with Z and from the notice, and shows the post again", async () => {
    const [first, second] = await review();
    await press("d");
    await shows(second!);
    const undo = await screen.findByTestId(testids.undo);
    await fireEvent.click(undo);
    await shows(first!);
    expect(verdictOf(first!)).toBeNull();
    await press("l");
    await shows(second!);
    await press("z");
    await shows(first!);
    expect(verdictOf(first!)).toBeNull();
  });

  it("puts the row back and says why when it fails", async () => {
    const [first] = await review();
    fake.options.fails = { decide: { code: "disk-full", message: "The disk is full", hint: "Free some space" } };
    await press("d");
    await waitFor(() => expect(screen.getByTestId(testids.toast).textContent).toContain("The disk is full. Free some space"));
    expect(rows().find((row) => Number(row.dataset.post) === first)!.dataset.verdict).toBeUndefined();
  });

  it("leaves letters typed in a field alone", async () => {
    await review();
    const field = screen.getByTestId(testids.search);
    await fireEvent.keyDown(field, { key: "d" });
    expect(asked("decide")).toEqual([]);
  });

  it("does nothing by letters when single keys are off; the arrows still move", async () => {
    const [, second] = await review();
    await win.saveSettings({ single_keys: false });
    await press("d");
    expect(asked("decide")).toEqual([]);
    await press("ArrowDown");
    await shows(second!);
    await win.saveSettings({ single_keys: true });
  });

  it("follows a changed key", async () => {
    const [first] = await review();
    await win.saveSettings({ keys: { delete: "B" } });
    await press("b");
    await waitFor(() => expect(verdictOf(first!)).toBe("delete"));
    await win.saveSettings({ keys: {} });
  });

  it("decides on the neighbour that is open, then returns to the list", async () => {
    const [first] = await review();
    await fireEvent.click(within(screen.getByTestId(testids.detail)).getAllByText("Nights again. It is the season for it, apparently.")[0]!);
    await shows(first! + 10);
    await press("k");
    await waitFor(() => expect(verdictOf(first! + 10)).toBe("keep"));
    expect(verdictOf(first!)).toBeNull();
    await shows(first!);
  });

  it("offers keeping first unless the finding may harm somebody", () => {
    const post = (risk: string, category: string) => ({ findings: [{ risk, category }] }) as never;
    expect(verdictOrder(post("medium", "confidentiality"))[0]).toBe("keep");
    expect(verdictOrder(post("high", "profanity"))[0]).toBe("keep");
    for (const category of ["confidentiality", "personal-data", "harassment"]) expect(verdictOrder(post("high", category))[0]).toBe("delete");
  });
});

describe("finding the way", () => {
  it("goes to the search field with / from another screen", async () => {
    await review();
    win.go("overview");
    await screen.findByTestId(testids.headline);
    await press("/");
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId(testids.search)));
  });

  it("comes back to where the list was left", async () => {
    const posts = await review();
    await press("j");
    await shows(posts[1]!);
    await press("j");
    await shows(posts[2]!);
    win.go("clean-up");
    await waitFor(() => expect(screen.queryByTestId(testids.list)).toBeNull());
    win.go("review");
    await waitFor(() => expect(open()).toBe(posts[2]));
    win.review({ risks: ["low"] });
    await waitFor(() => expect(rows()[0]!.getAttribute("aria-posinset")).toBe("1"));
    await waitFor(() => expect(open()).toBe(order()[0]));
  });
});

describe("many at once", () => {
  it("says the true count and decides on just these", async () => {
    const posts = await review();
    await press("x");
    await press("j");
    await shows(posts[1]!);
    await press("j");
    await shows(posts[2]!);
    await press("X", { shiftKey: true });
    await waitFor(() => expect(screen.getByTestId(testids.bulkBar).textContent).toContain("Mark 3 posts"));
    await press("d");
    await waitFor(() => expect(asked("decide")).toEqual([{ posts: posts.slice(0, 3), verdict: "delete", reason: null }]));
    await waitFor(() => expect(screen.queryByTestId(testids.bulkBar)).toBeNull());
    await press("z");
    await waitFor(() => expect(posts.slice(0, 3).map(verdictOf)).toEqual([null, null, null]));
  });

  it("asks a second question before it decides on the whole list", async () => {
    await review();
    await press("a");
    await waitFor(() => expect(screen.getByTestId(testids.bulkBar).textContent).toContain("Mark 160 posts"));
    await fireEvent.click(screen.getByTestId(testids.bulk("keep")));
    const yes = await screen.findByTestId(testids.confirm);
    expect(asked("decide_all")).toEqual([]);
    expect(screen.getByRole("dialog").textContent).toContain("High · Medium");
    await fireEvent.click(yes);
    await waitFor(() => expect(asked("decide_all")).toHaveLength(1));
    expect(asked("decide_all")[0]).toMatchObject({ verdict: "keep", expected: 160 });
    expect(fake.posts.filter((post) => post.verdict === "keep")).toHaveLength(160);
  });

  it("does not decide when the list has changed meanwhile", async () => {
    await review();
    await press("a");
    await fireEvent.click(await screen.findByTestId(testids.bulk("delete")));
    fake.posts = fake.posts.slice(0, 100);
    await fireEvent.click(await screen.findByTestId(testids.confirm));
    await waitFor(() => expect(screen.getByTestId(testids.toast).textContent).toContain("The list has changed"));
    expect(fake.posts.every((post) => post.verdict === null)).toBe(true);
  });
});

describe("the list", () => {
  beforeEach(() => void core({ posts: 100_000 }));

  it("draws and fetches only what is in sight of a hundred thousand posts", async () => {
    await reset();
    render(App);
    await waitFor(() => expect(win.open).toBe(true));
    win.review({ all_posts: true });
    await waitFor(() => expect(rows().length).toBeGreaterThan(5));
    expect(screen.getAllByTestId(testids.row).length).toBeLessThan(60);
    expect(screen.getAllByTestId(testids.row)[0]!.getAttribute("aria-setsize")).toBe("100000");
    expect(asked("review").length).toBeLessThan(4);
    for (const { limit } of asked("review")) expect(limit).toBeLessThanOrEqual(100);
  });
});

describe("the post", () => {
  it("marks the right words after an emoji", async () => {
    await reset();
    render(App);
    await waitFor(() => expect(win.open).toBe(true));
    win.review({ categories: ["confidentiality"] });
    await waitFor(() => expect(screen.getAllByTestId(testids.mark).map((mark) => mark.textContent)).toEqual(["34", "one bleed", "St Brannoc’s", "tonight"]));
    expect(screen.getByTestId(testids.postText).textContent).toContain("💔");
    expect(screen.getByTestId(testids.finding).textContent).toContain("Starts at medium");
  });

  it("shows the whole address before it is opened", async () => {
    await review();
    await press("o");
    expect((await screen.findByTestId(testids.linkAddress)).textContent).toMatch(/^https:\/\/chirp\.example\/thea_reads\/status\/\d+$/);
    expect(asked("open_link")).toEqual([]);
    await fireEvent.click(screen.getByTestId(testids.linkOpen));
    await waitFor(() => expect(asked("open_link")).toHaveLength(1));
  });
});
