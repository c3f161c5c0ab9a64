import { describe, expect, it } from "vitest";
import { markedWords, pieces } from "./marks";

const marked = (text: string, spans: [number, number][]) => pieces(text, spans).filter((p) => p.marked).map((p) => p.text);

describe("marks", () => {
  it("counts scalar values, not UTF-16 units", () => {
    // Each of the two emoji is one scalar value and two UTF-16 units.
    expect(marked("💔🍻 bleed tonight", [[3, 8]])).toEqual(["bleed"]);
  });

  it("marks an emoji made of several scalar values by its scalars", () => {
    const family = "👩‍👧"; // three scalar values, five UTF-16 units
    expect(Array.from(family)).toHaveLength(3);
    expect(marked(`a ${family} b`, [[2, 5]])).toEqual([family]);
  });

  it("joins overlapping and touching spans", () => {
    expect(marked("abcdef", [[3, 5], [0, 2], [1, 4]])).toEqual(["abcde"]);
  });

  it("cuts off what lies outside the text and ignores empty spans", () => {
    expect(marked("abc", [[2, 99], [50, 60], [1, 1]])).toEqual(["c"]);
  });

  it("never loses or doubles a character", () => {
    const text = "né 💔 34 –\n“bleed” 🍻🍻";
    for (const spans of [[], [[0, 1]], [[3, 4], [3, 9]], [[0, 99]], [[5, 7], [9, 12], [18, 20]]] as [number, number][][]) {
      expect(pieces(text, spans).map((p) => p.text).join("")).toBe(text);
    }
  });

  it("names the marked words", () => {
    expect(markedWords("💔 age 34, one bleed", [[6, 8], [10, 19]])).toEqual(["34", "one bleed"]);
  });
});
