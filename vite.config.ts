import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import type { Plugin } from "vite";

/** Gives the page invented answers before it starts, so that the window can be looked at in a browser. */
const invented: Plugin = {
  name: "invented-answers",
  transformIndexHtml: {
    order: "pre",
    handler: () => [{ tag: "script", attrs: { type: "module", src: "/tests/window.ts" }, injectTo: "head-prepend" }],
  },
};

export default defineConfig(({ mode }) => ({
  root: "ui",
  clearScreen: false,
  plugins: [svelte(), ...(mode === "preview" ? [invented] : [])],
  // Vitest runs outside a browser; without this it would be given Svelte's server half.
  resolve: process.env.VITEST ? { conditions: ["browser"] } : undefined,
  server: { port: 1420, strictPort: true },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: ["safari16", "chrome111"],
    // The window's content security policy refuses fonts and pictures as data addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
    setupFiles: ["tests/setup.ts"],
    // A build beside the tests may take most of the machine.
    testTimeout: 30_000,
  },
}));
