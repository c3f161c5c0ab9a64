import { render, screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import type { ArchiveCoverage } from "../src/backend/generated/ArchiveCoverage";
import { archive } from "../src/backend/fake-data";
import CoverageWords from "../src/shared/CoverageWords.svelte";
import { testids } from "../src/shared/testids";

function said(change: Partial<ArchiveCoverage> = {}) {
  render(CoverageWords, { archive: { ...archive, ...change } });
  return screen.getByTestId(testids.coverage);
}
const row = (id: string) => within(screen.getByTestId(testids.coverage)).queryByTestId(testids.coverageRow(id))?.nextElementSibling?.textContent ?? null;

describe("the coverage of an archive", () => {
  it("accounts for every file and names what was not recognised", () => {
    said();
    expect(row("files")).toContain("Each of its 6 files is accounted for: 3 read, 1 photo or video noted, 1 left out on purpose and 1 not recognised.");
    expect(row("unknown")).toBe("data/new-thing.json");
    expect(row("skipped")).toContain("Says what was shown to you, not what you said: data/ad-impressions.json");
  });

  it("says from which day to which", () => {
    said();
    expect(row("holds")).toContain("from 1 January 2009 to 1 October 2026");
  });

  it("warns where fewer or more records were read than the archive announces", () => {
    const file = { path: "data/a.json", outcome: "read", records: 7, stated: 5, why: null };
    said({ files: [...archive.files, file] });
    expect(row("check")).toContain("data/replies.json: 4,018 records read, but the archive announces 4,020.");
    expect(row("check")).toContain("data/a.json: 7 records read, more than the 5 the archive announces.");
    expect(row("check")).toContain("2 records could not be read");
  });

  it("has nothing to check when all agrees", () => {
    said({ files: [archive.files[0]!], warnings: [] });
    expect(row("check")).toBeNull();
    expect(row("unknown")).toBeNull();
    expect(row("skipped")).toBeNull();
    expect(row("files")).toContain("Its one file is accounted for: 1 read.");
  });

  it("tells the months without a post, the longest stretches first, and draws them", () => {
    const shown = said();
    expect(row("quiet")).toContain("31 months without a post, in 4 stretches. The longest: April 2019 to February 2021 (23 months), July 2016 to December 2016 (6 months), January 2012.");
    expect(shown.querySelectorAll("rect.gap")).toHaveLength(4);
  });

  it("says that no month is quiet, but not of an archive without posts", () => {
    said({ quiet: [] });
    expect(row("quiet")).toContain("None");
  });

  it("says nothing of quiet months where there is no post", () => {
    said({ quiet: [], items: { like: 12, message: 3 } });
    expect(row("quiet")).toBeNull();
  });

  it("lists what such an archive never contains", () => {
    said();
    expect(row("never")).toContain("3 things that an archive of this network does not show");
    expect(row("never")).toContain("Posts you deleted more than 30 days before");
  });

  it("shortens long lists of files", () => {
    const unknown = Array.from({ length: 12 }, (_, i) => ({ path: `data/new-${i}.json`, outcome: "unknown", records: 0, stated: null, why: null }));
    said({ files: unknown });
    expect(row("unknown")).toContain("data/new-4.json and 7 more");
  });
});
