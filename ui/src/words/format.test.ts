import { describe, expect, it } from "vitest";
import { bytes, counted, listed, month, plain, plainDay } from "./format";

describe("numbers and days", () => {
  it("reads as people write", () => {
    expect(counted(1, "post", "posts")).toBe("1 post");
    expect(counted(18_412, "post", "posts")).toBe("18,412 posts");
    expect([0, 999, 4_200_000, 48_200_000].map(bytes)).toEqual(["0 B", "999 B", "4.2 MB", "48 MB"]);
    expect(listed(["a", "b", "c"])).toBe("a, b and c");
    expect(plainDay("2026-10-02")).toBe("2 October 2026");
    expect(month("2026-11")).toBe("November 2026");
    expect(month("August 2026")).toBe("August 2026");
    expect(plainDay("no day")).toBe("no day");
  });

  it("drops the stars of emphasis and leaves masked words alone", () => {
    expect(plain("Who says so: *Social media guidance*, 2018.")).toBe("Who says so: Social media guidance, 2018.");
    expect(plain("f*ck and sh*t, p*ss")).toBe("f*ck and sh*t, p*ss");
  });
});
