// Archives for the tests: the bundled sample, taken apart and put together anew, and small ones made from nothing.
// A ZIP is written here in a few lines so that the tests need no program besides Node.js.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32, inflateRawSync } from "node:zlib";

const samples = resolve(dirname(fileURLToPath(import.meta.url)), "../../crates/app/sample");
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;

/** Name and bytes of each file of a ZIP, as the central directory lists them. */
export function unzip(bytes) {
  const files = new Map();
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
    files.set(bytes.toString("utf8", at + 46, at + 46 + name), bytes.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed);
    at += 46 + name + extra + comment;
  }
  return files;
}

/** A ZIP whose files are stored as they are. */
export function zip(files) {
  const parts = [];
  const listed = [];
  let at = 0;
  for (const [name, content] of files) {
    const [path, data] = [Buffer.from(name), Buffer.from(content)];
    // Version, UTF-8 names, stored, 1 January 1980.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(path.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    parts.push(number(LOCAL), common, path, data);
    listed.push(number(CENTRAL), Buffer.from([20, 0]), common, place, path);
    at += 30 + path.length + data.length;
  }
  const directory = Buffer.concat(listed);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.size, 4);
  end.writeUInt16LE(files.size, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, directory, number(END), end]);
}

function number(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Path and files of the sample's archive of one platform. */
export function sample(platform) {
  const start = { x: "twitter", facebook: "facebook", linkedin: "Complete_LinkedIn", youtube: "takeout" }[platform];
  const name = readdirSync(samples).find((file) => file.startsWith(start) && file.endsWith(".zip"));
  const path = join(samples, name);
  return { path, bytes: readFileSync(path) };
}

/** What stands behind the assignment that every file of an X archive begins with. */
export const records = (bytes) => JSON.parse(String(bytes).replace(/^[^=]*=/, ""));
const assigned = (name, value) => `window.YTD.${name}.part0 = ${JSON.stringify(value)}`;

/** A moment after now, for an archive made later than what was decided in the test. */
export const later = () => new Date(Date.now() + 36 * 3600_000);

/** Writes the sample's X archive anew, as X would make it at `made` without the tweets that `gone` names by their text. */
export function newerSample(path, made, gone) {
  const files = unzip(sample("x").bytes);
  const tweets = records(files.get("data/tweets.js"));
  const kept = tweets.filter(({ tweet }) => !gone(tweet.full_text));
  const manifest = records(files.get("data/manifest.js"));
  manifest.archiveInfo.generationDate = made.toISOString();
  manifest.dataTypes.tweets.files[0].count = String(kept.length);
  files.set("data/tweets.js", assigned("tweets", kept));
  files.set("data/manifest.js", `window.__THAR_CONFIG = ${JSON.stringify(manifest)}`);
  writeFileSync(path, zip(files));
  return tweets.length - kept.length;
}

/** Writes an X archive of an invented account with these tweets, a minute apart. */
export function tweeted(path, texts, { account = "quill_and_ink", bio = "Invented." } = {}) {
  const tweets = texts.map((text, i) => ({
    tweet: {
      id_str: String(900100200300400000n + BigInt(i)),
      created_at: `Sat May 19 13:${String(i).padStart(2, "0")}:00 +0000 2018`,
      full_text: text,
      display_text_range: ["0", String(text.length)],
      entities: { hashtags: [], symbols: [], urls: [], user_mentions: [] },
      favorite_count: "0",
      retweet_count: "0",
      lang: "en",
    },
  }));
  const listed = (kind, count) => ({
    files: [{ count: String(count), fileName: `data/${kind}.js`, globalName: `YTD.${kind}.part0` }],
  });
  const manifest = {
    archiveInfo: { generationDate: "2026-09-01T10:00:00.000Z", isPartialArchive: false, sizeBytes: "1000" },
    dataTypes: { account: listed("account", 1), profile: listed("profile", 1), tweets: listed("tweets", tweets.length) },
  };
  const person = { accountId: "777001", username: account, accountDisplayName: "Quill", createdAt: "2010-01-14T18:55:00.000Z" };
  writeFileSync(
    path,
    zip(
      new Map([
        ["Your archive.html", "<!doctype html><title>Your archive</title>"],
        ["data/manifest.js", `window.__THAR_CONFIG = ${JSON.stringify(manifest)}`],
        ["data/account.js", assigned("account", [{ account: person }])],
        ["data/profile.js", assigned("profile", [{ profile: { description: { bio } } }])],
        ["data/tweets.js", assigned("tweets", tweets)],
      ]),
    ),
  );
}
