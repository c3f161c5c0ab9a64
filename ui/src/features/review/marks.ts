/** Cuts a text into marked and unmarked pieces. */

export interface Piece {
  text: string;
  marked: boolean;
}

/** Start and end, counted in Unicode scalar values. */
export type Span = readonly [number, number];

/**
 * The pieces of a text in order. Spans count scalar values while JavaScript counts UTF-16 units, so the text is taken
 * apart by scalar values first. Overlapping spans become one; what lies outside the text is cut off.
 */
export function pieces(text: string, spans: readonly Span[]): Piece[] {
  const scalars = Array.from(text);
  const clipped = spans
    .map(([start, end]) => [Math.max(0, start), Math.min(scalars.length, end)] as const)
    .filter(([start, end]) => start < end)
    .sort((a, b) => a[0] - b[0]);
  const found: Piece[] = [];
  let at = 0;
  let open: [number, number] | null = null;
  const close = () => {
    if (!open) return;
    if (open[0] > at) found.push({ text: scalars.slice(at, open[0]).join(""), marked: false });
    found.push({ text: scalars.slice(open[0], open[1]).join(""), marked: true });
    at = open[1];
  };
  for (const [start, end] of clipped) {
    if (open && start <= open[1]) {
      open[1] = Math.max(open[1], end);
    } else {
      close();
      open = [start, end];
    }
  }
  close();
  if (at < scalars.length) found.push({ text: scalars.slice(at).join(""), marked: false });
  return found;
}

/** The marked words alone. */
export const markedWords = (text: string, spans: readonly Span[]) =>
  pieces(text, spans)
    .filter((piece) => piece.marked)
    .map((piece) => piece.text.trim());
