import { emit } from "@tauri-apps/api/event";
import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { beforeEach, describe, expect, it } from "vitest";
import App from "../src/App.svelte";
import { asked as question } from "../src/features/clean-up/asked.svelte";
import { firstKey } from "../src/features/import/key.svelte";
import { job } from "../src/features/import/job.svelte";
import { testids } from "../src/shared/testids";
import { win, type Screen } from "../src/shared/window.svelte";
import { asked, reset } from "./reset";
import { core, fake } from "./setup";

async function show(name?: Screen) {
  await reset();
  render(App);
  await waitFor(() => expect(win.status).not.toBeNull());
  await new Promise((resolve) => setTimeout(resolve));
  if (name) win.go(name);
}
const problem = (code: string) => ({ code, message: "It did not work", hint: "Do this" });

describe("the start", () => {
  it("makes a library with the keyring and reads the sample", async () => {
    core({ status: { state: "absent", keyring: true } });
    await show();
    await fireEvent.click(await screen.findByTestId(testids.sample));
    await waitFor(() => expect(screen.getByTestId(testids.importDone).textContent).toContain("worth a look"));
    expect(asked("create_library")).toEqual([{ passphrase: null }]);
    expect(screen.getByTestId(testids.coverage).textContent).toContain("12,020 posts");
    expect(screen.getByTestId(testids.coverage).textContent).toContain("2 records could not be read");
  });

  it("needs the passphrase twice when no keyring answers", async () => {
    core({ status: { state: "absent", keyring: false } });
    firstKey.kind = "keyring";
    await show();
    await fireEvent.click(await screen.findByTestId(testids.sample));
    expect(asked("create_library")).toEqual([]);
    await fireEvent.input(screen.getByTestId(testids.passphrase), { target: { value: "correct horse" } });
    await fireEvent.input(screen.getByTestId(testids.passphraseAgain), { target: { value: "correct house" } });
    await fireEvent.click(screen.getByTestId(testids.sample));
    expect(asked("create_library")).toEqual([]);
    await fireEvent.input(screen.getByTestId(testids.passphraseAgain), { target: { value: "correct horse" } });
    // What was asked for is still known: one button goes on with it.
    await fireEvent.click(await screen.findByTestId(testids.goOn));
    await waitFor(() => expect(asked("create_library")).toEqual([{ passphrase: "correct horse" }]));
    await waitFor(() => expect(asked("import_sample")).toHaveLength(1));
    await waitFor(() => expect(firstKey.passphrase).toBe(""));
  });

  it("unlocks, and says when the passphrase is wrong", async () => {
    core({ status: { state: "locked" } });
    await show();
    await fireEvent.input(await screen.findByTestId(testids.passphrase), { target: { value: "wrong" } });
    await fireEvent.click(screen.getByTestId(testids.unlock));
    expect((await screen.findByTestId(testids.problem)).dataset.code).toBe("wrong-passphrase");
    await fireEvent.input(screen.getByTestId(testids.passphrase), { target: { value: "correct horse" } });
    await fireEvent.click(screen.getByTestId(testids.unlock));
    await screen.findByTestId(testids.headline);
  });

  it("offers another try when the library cannot be opened", async () => {
    core({ status: { state: "failed", problem: problem("in-use") } });
    await show();
    expect((await screen.findByTestId(testids.problem)).textContent).toContain("Do this");
    fake.status = { state: "open", posts: 240, archives: 2, key: "keyring" };
    fake.posts = core().posts;
    await fireEvent.click(screen.getByText("Try again"));
    await screen.findByTestId(testids.headline);
  });
});

describe("importing", () => {
  it("reads dropped archives; one that fails does not stop the others", async () => {
    await show();
    await emit("tauri://drag-drop", { paths: ["/a/holiday.zip", "/a/chirp-2026-10-02.zip"], position: { x: 1, y: 1 } });
    await waitFor(() => expect(screen.getByTestId(testids.importDone)).toBeTruthy());
    const lines = screen.getAllByTestId(testids.importLine);
    expect(lines.map((line) => line.dataset.state)).toEqual(["failed", "imported"]);
    expect(lines[0]!.textContent).toContain("Drop the ZIP file just as the network gave it to you");
  });

  it("shows phase, file and size while it runs, and can be stopped", async () => {
    core({ pace: 30 });
    await show("import");
    void job.archives(["/a/chirp-2026-10-02.zip"]);
    await waitFor(() => expect(screen.getByTestId(testids.importLine).textContent).toMatch(/data\/posts\.json.*of 48 MB/s));
    expect(within(screen.getByTestId(testids.progress)).getByRole("progressbar")).toBeTruthy();
    await fireEvent.click(screen.getByTestId(testids.cancelJob));
    await waitFor(() => expect(screen.getByTestId(testids.importDone).textContent).toContain("Nothing of the archive being read was kept"));
  });

  it("shows one line per archive even when no progress of it was heard", async () => {
    await show("import");
    job.hear({ news: "started", archives: 3 });
    const archive = (name: string) => ({ ...fake.archives[0]!, name });
    job.hear({ news: "progress", archive: 0, name: "one.zip", phase: "reading", file: "", done: 1, total: 2, posts: 0 });
    job.hear({ news: "imported", archive: archive("one.zip") });
    job.hear({ news: "imported", archive: archive("two.zip") });
    job.hear({ news: "failed", name: "three.zip", paths: ["/a/three.zip"], problem: problem("damaged-archive") });
    expect(job.lines.map((line) => [line.name, line.archive !== null])).toEqual([["one.zip", true], ["two.zip", true], ["three.zip", false]]);
  });

  it("shows how to ask for an archive, and the address before it is opened", async () => {
    await show("import");
    await fireEvent.click(await screen.findByText("Chirp"));
    await fireEvent.click(screen.getAllByTestId(testids.link)[0]!);
    expect((await screen.findByTestId(testids.linkAddress)).textContent).toContain("https://chirp.example/");
  });

  it("says beside the steps what the archive never contains", async () => {
    await show("import");
    await fireEvent.click(await screen.findByText("Chirp"));
    expect(screen.getAllByText("Its archive never contains")).toHaveLength(8);
    expect(screen.getAllByText("Posts you deleted more than 30 days before")).toHaveLength(8);
  });

  it("imports what was named when the program was started", async () => {
    core({ status: { state: "absent", keyring: true }, startup: ["sample"] });
    await show();
    await waitFor(() => expect(asked("import_sample")).toHaveLength(1));
  });
});

describe("the front page", () => {
  it("opens Review filtered by the bar that was chosen", async () => {
    await show("overview");
    await fireEvent.click(await screen.findByTestId(testids.bar("2014")));
    await waitFor(() => expect(asked("review")[0]).toMatchObject({ filter: { years: [2014], risks: [] } }));
  });

  it("leads to the setting that is to be changed", async () => {
    await show("overview");
    await fireEvent.click((await screen.findAllByTestId(testids.nextStep))[1]!);
    expect(await screen.findByRole("heading", { name: "Connected apps" })).toBeTruthy();
  });

  it("says what failed and tries again", async () => {
    core({ fails: { overview: problem("internal") } });
    await show("overview");
    await screen.findByTestId(testids.problem);
    fake.options.fails = {};
    await fireEvent.click(screen.getByText("Try again"));
    await screen.findByTestId(testids.headline);
  });
});

describe("checklists", () => {
  const item = (id: string) => screen.getAllByTestId(testids.checklistItem).find((one) => one.dataset.item === id)!;

  it("marks the chosen setting with Space and takes it back", async () => {
    await show("checklists");
    await waitFor(() => expect(item("chirp.photo-tagging")).toBeTruthy());
    await fireEvent.click(within(item("chirp.photo-tagging")).getByRole("button"));
    await fireEvent.keyDown(document.body, { key: " " });
    await waitFor(() => expect(item("chirp.photo-tagging").dataset.state).toBe("done"));
    await fireEvent.keyDown(document.body, { key: " " });
    await waitFor(() => expect(asked("set_checklist").map((args) => args.state)).toEqual(["done", "unknown"]));
  });

  it("counts a conscious decision as settled", async () => {
    await show("checklists");
    await waitFor(() => expect(item("chirp.connected-apps")).toBeTruthy());
    expect(screen.getByTestId(testids.tab("chirp")).textContent).toContain("3/5");
    await fireEvent.click(within(item("chirp.connected-apps")).getByRole("button"));
    await fireEvent.click(screen.getByTestId(testids.checklistState("not-applicable")));
    await waitFor(() => expect(screen.getByTestId(testids.tab("chirp")).textContent).toContain("4/5"));
    await fireEvent.click(screen.getByTestId(testids.checklistState("remind-me")));
    await waitFor(() => expect(screen.getByTestId(testids.tab("chirp")).textContent).toContain("3/5"));
  });

  it("puts networks in use first and counts no others", async () => {
    await show("checklists");
    await waitFor(() => expect(screen.getByTestId(testids.tab("chirp"))).toBeTruthy());
    expect(screen.getAllByRole("tab").map((tab) => tab.textContent?.replace(/\s+/g, " ").trim()).slice(0, 4)).toEqual(["Chirp 3/5", "Faces 2/5", "Guild", "Reels"]);
    expect(screen.getByText(/5 of 10 settled/)).toBeTruthy();
  });

  it("says what the archive says, from which file and day", async () => {
    await show("checklists");
    await waitFor(() => expect(item("chirp.connected-apps")).toBeTruthy());
    await fireEvent.click(within(item("chirp.connected-apps")).getByRole("button"));
    expect(screen.getByText("data/apps.json, as of 2 October 2026")).toBeTruthy();
  });

  it("puts a state back when it could not be saved", async () => {
    core({ fails: { set_checklist: problem("disk-full") } });
    await show("checklists");
    await waitFor(() => expect(item("chirp.photo-tagging")).toBeTruthy());
    await fireEvent.click(within(item("chirp.photo-tagging")).getByRole("checkbox"));
    await screen.findByTestId(testids.toast);
    expect(item("chirp.photo-tagging").dataset.state).toBe("unknown");
  });
});

describe("clean-up", () => {
  beforeEach(async () => {
    question.before = false;
    await fake.answer("decide", { posts: [0], verdict: "delete" });
    await fake.answer("decide", { posts: [2], verdict: "restrict" });
  });
  const post = (id: number) => screen.getAllByTestId(testids.cleanUpItem).find((one) => one.dataset.post === String(id))!;

  it("asks about a running case before the first deletion, once", async () => {
    await show("clean-up");
    await waitFor(() => expect(post(0)).toBeTruthy());
    await fireEvent.click(within(post(0)).getByTestId(testids.claim));
    await screen.findByTestId(testids.confirm);
    expect(asked("claim")).toEqual([]);
    await fireEvent.click(screen.getByTestId(testids.confirm));
    await waitFor(() => expect(asked("claim")).toEqual([{ post: 0, done: true }]));
    await waitFor(() => expect(post(0).dataset.proof).toBe("claimed"));
    await fireEvent.click(within(post(0)).getByTestId(testids.claim));
    await waitFor(() => expect(asked("claim")).toHaveLength(2));
  });

  it("does not ask when a post is only to be limited", async () => {
    await show("clean-up");
    await waitFor(() => expect(post(2)).toBeTruthy());
    await fireEvent.click(within(post(2)).getByTestId(testids.claim));
    await waitFor(() => expect(asked("claim")).toEqual([{ post: 2, done: true }]));
  });
});

describe("settings", () => {
  it("erases only after the word was typed", async () => {
    await show("settings");
    const erase = await screen.findByTestId(testids.erase);
    expect((erase as HTMLButtonElement).disabled).toBe(true);
    await fireEvent.input(screen.getByTestId(testids.eraseWord), { target: { value: "ERASE" } });
    await fireEvent.click(erase);
    await screen.findByTestId(testids.dropZone);
    expect(asked("erase")).toHaveLength(1);
  });

  it("saves the theme and applies it", async () => {
    await show("settings");
    await fireEvent.click(await screen.findByTestId(testids.theme("dark")));
    await waitFor(() => expect(document.documentElement.dataset.theme).toBe("dark"));
    expect(fake.settings.theme).toBe("dark");
  });

  it("offers to look again after a change of profession", async () => {
    await show("settings");
    const field = await screen.findByTestId(testids.profession);
    await fireEvent.input(field, { target: { value: "Teacher" } });
    await fireEvent.submit(field.closest("form")!);
    await fireEvent.click(await screen.findByText("Look again now"));
    await waitFor(() => expect(asked("scan")).toHaveLength(1));
    expect(fake.settings.profession).toBe("Teacher");
  });

  it("takes a new key, but none that is taken", async () => {
    await show("settings");
    await fireEvent.click(await screen.findByLabelText("Change the key for Keep, now K"));
    await fireEvent.keyDown(screen.getByText("Press a key…"), { key: "d" });
    await screen.findByText("D already means “Delete”.");
    await fireEvent.keyDown(screen.getByText("Press a key…"), { key: "b" });
    await waitFor(() => expect(fake.settings.keys).toEqual({ keep: "B" }));
  });
});
