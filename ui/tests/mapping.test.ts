import { emit } from "@tauri-apps/api/event";
import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { beforeEach, describe, expect, it } from "vitest";
import App from "../src/App.svelte";
import { mapping } from "../src/features/import/mapping.svelte";
import { testids } from "../src/shared/testids";
import { win } from "../src/shared/window.svelte";
import { asked, reset } from "./reset";
import { core } from "./setup";

const drop = (path: string) => emit("tauri://drag-drop", { paths: [path], position: { x: 1, y: 1 } });
const holds = (column: string) => screen.getByTestId(testids.holds(column)) as HTMLSelectElement;
const choose = (column: string, field: string) => fireEvent.change(holds(column), { target: { value: field } });
const previews = () => screen.queryAllByTestId(testids.previewPost).map((post) => post.textContent);
const importButton = () => screen.getByTestId(testids.importTold) as HTMLButtonElement;

async function start() {
  await reset();
  render(App);
  await waitFor(() => expect(win.status).not.toBeNull());
  await new Promise((resolve) => setTimeout(resolve, 20));
  win.go("import");
  await screen.findByTestId(testids.dropZone);
}
async function unknown(path = "/a/wards.csv") {
  await start();
  await drop(path);
  await fireEvent.click(await screen.findByTestId(testids.sayColumns));
  await waitFor(() => expect(mapping.looking).toBe(false));
}

describe("naming columns", () => {
  beforeEach(() => mapping.forget());

  it("is offered for a file that no importer knows, and begins with what the columns seem to be", async () => {
    await unknown();
    expect(asked("columns")).toEqual([{ paths: ["/a/wards.csv"] }]);
    expect(holds("gesagt_hat_er").value).toBe("text");
    expect(holds("wann").value).toBe("at");
    expect(holds("wer").value).toBe("");
    expect(screen.getAllByTestId(testids.column)[0]!.dataset.column).toBe("gesagt_hat_er");
    expect(screen.getAllByTestId(testids.column)[0]!.textContent).toContain("I saw that too");
    await waitFor(() => expect(previews()).toHaveLength(3));
    expect(previews()[0]).toMatch(/3 Apr 2014.*in Nights.*The round was a farce again/s);
    expect(document.activeElement?.textContent).toBe("Which column is what?");
  });

  it("can be chosen for any file", async () => {
    await start();
    await fireEvent.click(screen.getByTestId(testids.pickTable));
    await screen.findByTestId(testids.mapping);
    expect(asked("columns")).toEqual([{ paths: ["/home/thea/chirp-2026-10-02.zip"] }]);
  });

  it("reads the first posts anew after a change, and says who was left out", async () => {
    await unknown();
    await choose("wer", "author");
    await fireEvent.input(screen.getByTestId(testids.mappedName), { target: { value: "ada_w" } });
    await waitFor(() => expect(previews()).toHaveLength(2));
    expect(screen.getByTestId(testids.preview).textContent).toContain("1 posts by others were left out");
    await fireEvent.change(screen.getByTestId(testids.mappedDates), { target: { value: "mdy" } });
    await waitFor(() => expect(previews()[0]).toContain("4 Mar 2014"));
  });

  it("keeps a field in one column and says that another lost it", async () => {
    await unknown();
    await choose("wer", "title");
    expect(holds("betrifft").value).toBe("");
    expect(holds("wer").value).toBe("title");
    expect(win.announced).toBe("“The title” is no longer in “betrifft”");
    await choose("wer", "");
    // That no column holds it is told, so that it is not guessed again.
    expect(mapping.told.columns.title).toBe("");
  });

  it("asks for the words before anything can be imported", async () => {
    await unknown();
    await choose("gesagt_hat_er", "");
    expect(importButton().disabled).toBe(true);
    expect(screen.getByTestId(testids.mapping).textContent).toContain("Say which column holds the words");
    expect(previews()).toEqual([]);
  });

  it("imports as told", async () => {
    await unknown();
    await choose("wer", "author");
    await choose("auf", "reply_to");
    await fireEvent.input(screen.getByTestId(testids.mappedName), { target: { value: " ada_w " } });
    await fireEvent.click(importButton());
    await waitFor(() => expect(screen.getByTestId(testids.importDone).textContent).toContain("worth a look"));
    expect(asked("import_told")[0]).toMatchObject({
      paths: ["/a/wards.csv"],
      told: {
        platform: null,
        account: "ada_w",
        date_format: null,
        columns: { text: "gesagt_hat_er", at: "wann", author: "wer", title: "betrifft", id: "nr", url: "adresse", reply_to: "auf" },
      },
    });
    expect(screen.queryByTestId(testids.mapping)).toBeNull();
    // No word of the file is kept.
    expect(mapping.tables).toEqual([]);
  });

  it("leaves the columns to a platform that knows its own", async () => {
    await unknown();
    await fireEvent.change(screen.getByTestId(testids.mappedPlatform), { target: { value: "quill" } });
    expect(screen.queryByTestId(testids.column)).toBeNull();
    expect(mapping.told).toEqual({ platform: "quill", account: null, columns: {}, date_format: null });
    // The one that stands for any is not offered twice.
    expect(within(screen.getByTestId(testids.mappedPlatform)).queryByText("Boards and mailing lists")).toBeNull();
  });

  it("shows each table of a file with several", async () => {
    await unknown("/a/many.csv");
    expect(holds("gesagt_hat_er").value).toBe("text");
    await fireEvent.change(screen.getByTestId(testids.mappedTable), { target: { value: "1" } });
    expect(screen.getAllByTestId(testids.column).map((row) => row.dataset.column)).toEqual(["nr", "wer"]);
  });

  it("is left by Escape, and the focus goes back to where it came from", async () => {
    await unknown();
    await fireEvent.keyDown(document.activeElement!, { key: "Escape" });
    await waitFor(() => expect(screen.queryByTestId(testids.mapping)).toBeNull());
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset.testid).toBe(testids.sayColumns));
    // What was said of the file is still known.
    await fireEvent.click(screen.getByTestId(testids.sayColumns));
    await waitFor(() => expect(holds("wann").value).toBe("at"));
  });

  it("says when there is no table, when the file cannot be read, and when the preview cannot", async () => {
    await unknown("/a/empty.csv");
    expect(screen.getByText("No table was found in it")).toBeTruthy();
    mapping.forget();
    core({ fails: { columns: { code: "open-failed", message: "It could not be opened", hint: "" } } });
    await mapping.open(["/a/wards.csv"]);
    expect((await screen.findByTestId(testids.problem)).dataset.code).toBe("open-failed");
    core({ fails: { preview: { code: "no-such-column", message: "wards.csv has no column wer", hint: "" } } });
    await fireEvent.click(screen.getByText("Try again"));
    await waitFor(() => expect(screen.getByTestId(testids.preview).textContent).toContain("has no column wer"));
  });

  it("asks for the passphrase of a new library first", async () => {
    core({ status: { state: "absent", keyring: false } });
    await start();
    await fireEvent.click(screen.getByTestId(testids.pickTable));
    await fireEvent.click(await screen.findByTestId(testids.importTold));
    expect(asked("import_told")).toEqual([]);
    for (const field of [testids.passphrase, testids.passphraseAgain]) {
      await fireEvent.input(screen.getByTestId(field), { target: { value: "correct horse" } });
    }
    await fireEvent.click(screen.getByTestId(testids.importTold));
    await waitFor(() => expect(asked("import_told")).toHaveLength(1));
  });
});
