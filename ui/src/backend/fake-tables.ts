/** An invented forum's dump: its columns, and how its rows would be read by what a person says of them. */
import type { ColumnsFound } from "./generated/ColumnsFound";
import type { Preview } from "./generated/Preview";
import type { Told } from "./generated/Told";

const names = ["nr", "wann", "wer", "betrifft", "gesagt_hat_er", "adresse", "auf", "ip", "stimmen"];
const guesses: Record<string, string> = { nr: "id", wann: "at", betrifft: "title", gesagt_hat_er: "text", adresse: "url" };
const rows = [
  ["1041", "03/04/2014 22:41", "ada_w", "Nights", "The round was a farce again. Two hours late, and nobody had read the notes before we stood at the bed.", "https://wards.example/t/nights/1041", "", "192.0.2.7", "4"],
  ["1042", "04/04/2014 07:05", "max.pflege", "", "I saw that too", "https://wards.example/t/nights/1042", "1041", "192.0.2.9", "0"],
  ["1055", "25/04/2014 08:00", "ada_w", "", "Nobody answers the bleep at night", "https://wards.example/t/nights/1055", "1042", "192.0.2.7", "11"],
];

const table = (file: string, list: string, columns: string[]): ColumnsFound => ({
  file,
  list,
  columns: columns.map((name) => {
    const values = rows.map((row) => row[names.indexOf(name)] ?? "").filter(Boolean);
    return { name, samples: [...new Set(values)], guess: guesses[name] ?? null };
  }),
  known: false,
});

export const tables = (paths: string[]): ColumnsFound[] => {
  const file = paths[0]?.split("/").pop() ?? "";
  if (file.includes("empty")) return [];
  if (file.includes("many")) return [table(file, "posts", names), table(file, "members", ["nr", "wer"])];
  return [table(file, "", names)];
};

export function preview(told: Told): Preview {
  const known = Object.fromEntries(Object.entries(guesses).map(([name, field]) => [field, name]));
  const columns: Record<string, string> = told.platform ? known : (told.columns as Record<string, string>);
  const value = (row: string[], field: string) => row[names.indexOf(columns[field] ?? "")] ?? "";
  const own = rows.filter((row) => !told.account || !columns.author || value(row, "author") === told.account);
  const left = rows.length - own.length;
  return {
    platform: told.platform ?? "boards",
    account: told.account ?? "wards.example",
    posts: own.map((row) => ({
      kind: value(row, "reply_to") ? "reply" : "post",
      at: value(row, "at").replace(/^(..)\/(..)\/(....) (.*)$/, told.date_format === "mdy" ? "$3-$1-$2T$4:00Z" : "$3-$2-$1T$4:00Z") || null,
      text: value(row, "text"),
      own_words: true,
      about: value(row, "title") || null,
      url: value(row, "url") || null,
      reply_to: value(row, "reply_to") || null,
      audience: "unknown",
    })),
    warnings: left > 0 ? [`${left} posts by others were left out: nothing of the account's owner answers them`] : [],
  };
}
