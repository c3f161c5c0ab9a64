import { clearMocks, mockIPC, mockWindows } from "@tauri-apps/api/mocks";
import { cleanup } from "@testing-library/svelte";
import { afterEach, beforeEach } from "vitest";
import { Fake, type FakeOptions } from "../src/backend/fake";

export let fake: Fake;

/** Puts a fresh invented core behind the calls. */
export function core(options: FakeOptions = {}): Fake {
  fake = new Fake(options);
  mockWindows("main");
  mockIPC((command, args) => fake.answer(command, args as Record<string, unknown>), { shouldMockEvents: true });
  return fake;
}

beforeEach(() => void core());

afterEach(async () => {
  cleanup();
  // What components do when they are taken away still needs the calls.
  await new Promise((resolve) => setTimeout(resolve));
  clearMocks();
});
