/** Numbers, days and sizes as people read them. */
const whole = new Intl.NumberFormat("en-GB");
const dayForm = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const plainDayForm = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const monthForm = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
const momentForm = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

/** `18,412` */
export const number = (n: number) => whole.format(n);

/** `1 post`, `18,412 posts` */
export const counted = (n: number, one: string, many: string) => `${number(n)} ${n === 1 ? one : many}`;

function form(format: Intl.DateTimeFormat, text: string): string {
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? text : format.format(moment);
}

/** A moment's day in the person's own time: `3 Mar 2014`. */
export const day = (at: string) => form(dayForm, at);

/** A day that has no hour, `2026-10-02`, as `2 October 2026`. */
export const plainDay = (date: string) => form(plainDayForm, date);

/** `Mon, 3 Mar 2014, 23:41` in the person's own time. */
export const moment = (at: string) => form(momentForm, at);

/** `2026-11` as `November 2026`; anything else as it is. */
export const month = (text: string) => (/^\d{4}-\d{2}$/.test(text) ? form(monthForm, `${text}-01`) : text);

/** A sentence of a rule page without the stars that set words apart in it. */
export const plain = (text: string) => text.replace(/(^|[\s(“"])\*([^*\s][^*]*)\*(?=$|[\s.,;:)”"])/g, "$1$2");

/** `4.2 MB` */
export function bytes(n: number): string {
  if (n < 1000) return `${n} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = n / 1000;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** `profanity, drugs and legal` */
export const listed = (parts: readonly string[]) =>
  parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1]}`;
