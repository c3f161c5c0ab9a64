import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import App from "../src/App.svelte";
import { testids } from "../src/shared/testids";
import { win } from "../src/shared/window.svelte";
import { asked, reset } from "./reset";
import { core, fake } from "./setup";

async function show() {
  await reset();
  render(App);
  await waitFor(() => expect(win.status).not.toBeNull());
  await new Promise((resolve) => setTimeout(resolve, 20));
  win.go("archives");
  await screen.findByTestId(testids.accounts);
}
const account = (id: number) => screen.getAllByTestId(testids.account).find((one) => one.dataset.account === String(id))!;
const tick = (id: number) => fireEvent.click(within(account(id)).getByRole("checkbox"));
const button = () => screen.getByTestId(testids.linkAccounts) as HTMLButtonElement;

describe("accounts", () => {
  it("lists platform, handle, name and items of each", async () => {
    await show();
    expect(screen.getAllByTestId(testids.account)).toHaveLength(4);
    expect(account(1).textContent).toMatch(/@thea_reads.*Chirp · Thea Reads.*18,281 items/s);
    expect(screen.getByTestId(testids.accounts).textContent).toContain("Nothing is linked silently");
  });

  it("links two or more that were ticked, and no fewer", async () => {
    await show();
    expect(button().disabled).toBe(true);
    await tick(1);
    expect(button().disabled).toBe(true);
    await tick(4);
    await fireEvent.click(button());
    await waitFor(() => expect(account(4).dataset.person).toBe(account(1).dataset.person));
    expect(asked("link_accounts").map(({ accounts }) => accounts)).toEqual([[1, 4]]);
    expect(screen.getByTestId(testids.accounts).textContent).toContain("One person, as you said");
    expect(win.announced).toBe("2 accounts are now read as one person");
    // Nothing stays ticked.
    expect(screen.getAllByRole("checkbox").every((box) => !(box as HTMLInputElement).checked)).toBe(true);
  });

  it("adds a third to two, but does not link two that are linked already", async () => {
    await show();
    await fake.answer("link_accounts", { accounts: [1, 2] });
    win.go("overview");
    await screen.findByTestId(testids.headline);
    win.go("archives");
    await waitFor(() => expect(account(2).dataset.person).toBe("1"));
    await tick(1);
    await tick(2);
    expect(button().disabled).toBe(true);
    await tick(3);
    await fireEvent.click(button());
    await waitFor(() => expect(account(3).dataset.person).toBe("1"));
  });

  it("takes it back, and keeps the focus on the screen", async () => {
    await show();
    await tick(1);
    await tick(4);
    await fireEvent.click(button());
    const out = await screen.findByLabelText("Take out ada_w at wards.example on Boards and mailing lists: it then stands for itself again");
    out.focus();
    await fireEvent.click(out);
    await waitFor(() => expect(account(4).dataset.person).not.toBe(account(1).dataset.person));
    expect(screen.queryAllByTestId(testids.unlinkAccount)).toEqual([]);
    await waitFor(() => expect(document.activeElement?.textContent).toBe("Accounts"));
  });

  it("says that it is busy, and what failed", async () => {
    core({ pace: 60, fails: { unlink_account: { code: "busy", message: "An import or scan is running", hint: "Wait until it is done." } } });
    await show();
    await tick(1);
    await tick(2);
    await fireEvent.click(button());
    expect(screen.getByTestId(testids.accounts).textContent).toContain("Reading the posts together…");
    expect(screen.getByTestId(testids.accounts).getAttribute("aria-busy")).toBe("true");
    await fireEvent.click((await screen.findAllByTestId(testids.unlinkAccount))[0]!);
    expect((await screen.findByTestId(testids.problem)).dataset.code).toBe("busy");
  });

  it("asks nothing when there is one account", async () => {
    core({ accounts: 1 });
    await show();
    expect(screen.queryByTestId(testids.linkAccounts)).toBeNull();
    expect(within(account(1)).queryByRole("checkbox")).toBeNull();
  });
});
