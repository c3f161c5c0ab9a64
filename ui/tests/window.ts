/** Puts the invented core behind the window's calls, before the page starts. `#` options in the address choose a state. */
import { emit } from "@tauri-apps/api/event";
import { mockIPC, mockWindows } from "@tauri-apps/api/mocks";
import { Fake, type FakeOptions } from "../src/backend/fake";

declare global {
  interface Window {
    broadsheetTest: { fake: Fake; drop: (paths: string[]) => Promise<void>; hover: () => Promise<void> };
  }
}

const options: FakeOptions = { pace: 400, ...(location.hash.length > 1 ? JSON.parse(decodeURIComponent(location.hash.slice(1))) : {}) };
const fake = new Fake(options);
mockWindows("main");
mockIPC((command, args) => fake.answer(command, args as Record<string, unknown>), { shouldMockEvents: true });
const position = { x: 300, y: 300 };
window.broadsheetTest = {
  fake,
  drop: (paths) => emit("tauri://drag-drop", { paths, position }),
  hover: () => emit("tauri://drag-enter", { paths: ["x"], position }),
};
