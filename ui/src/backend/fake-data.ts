/**
 * Invented posts, platforms and checklists for tests and for looking at the window in a browser. Nobody here exists,
 * and the networks are made up, so that no screen can come to depend on a real one's name.
 */
import type { ArchiveCoverage } from "./generated/ArchiveCoverage";
import type { AccountLine } from "./generated/AccountLine";
import type { Checklist } from "./generated/Checklist";
import type { ChecklistItem } from "./generated/ChecklistItem";
import type { PlatformInfo } from "./generated/PlatformInfo";
import type { PostDetail } from "./generated/PostDetail";

export const platforms: PlatformInfo[] = [
  ["chirp", "Chirp", "C"],
  ["faces", "Faces", "F"],
  ["guild", "Guild", "G"],
  ["reels", "Reels", "R"],
  ["boards", "Boards and mailing lists", "Bo"],
  ["elephants", "Elephants", "E"],
  ["quill", "Quill", "Q"],
  ["snaps", "Snaps", "sn"],
].map(([id, name, glyph]) => ({
  id: id!,
  name: name!,
  glyph: glyph!,
  reads: ["posts", "replies", "messages", "connected apps"],
  export_link: `https://${id}.example/settings/download-your-data`,
  export_steps: [
    "Open Settings › Your account › Download an archive of your data.",
    "Enter your password and the code that is sent to you.",
    "Choose everything, all time, in JSON. Ask for the archive.",
    "Come back when you are told that it is ready, and download the ZIP file.",
  ],
  waiting: "24 hours or more",
  checked: "2026-08",
  never: [
    "Who could see a post, save in a few kinds of record",
    "The posts of others that you commented on",
    "Posts you deleted more than 30 days before",
  ],
  generic: id === "boards",
}));

export const accounts = (): AccountLine[] =>
  [
    ["chirp", "@thea_reads", "Thea Reads", 18_281],
    ["faces", "Thea Marlowe", null, 2_310],
    ["guild", "Dr Thea Marlowe", "Dr Thea Marlowe", 29],
    ["boards", "ada_w at wards.example", null, 412],
  ].map(([platform, account, name, posts], i) => ({ id: i + 1, platform, account, name, posts, person: i + 1 }) as AccountLine);

export const categories: [id: string, name: string, rules: number][] = [
  ["confidentiality", "Confidentiality", 9],
  ["disparagement", "Disparagement", 7],
  ["harassment", "Harassment", 6],
  ["discrimination", "Discrimination", 8],
  ["profanity", "Profanity", 5],
  ["intoxication", "Intoxication", 6],
  ["personal-data", "Personal data", 14],
  ["whereabouts", "Whereabouts", 5],
  ["third-party", "Third party", 6],
  ["clinical-advice", "Clinical advice", 5],
];

interface Seed {
  text: string;
  risk: "high" | "medium" | "low" | null;
  category: string;
  marks: string[];
  platform: number;
  at: string;
}

const seed = (text: string, risk: Seed["risk"], category: string, marks: string[], platform: number, at: string): Seed => ({
  text,
  risk,
  category,
  marks,
  platform,
  at,
});

const seeds: Seed[] = [
  seed("Only 34 and her whole life changed by one bleed 💔 Resus at St Brannoc’s is a grim place tonight", "high", "confidentiality", ["34", "one bleed", "St Brannoc’s", "tonight"], 0, "2014-03-03T23:41:00Z"),
  seed("New debit card arrived at last!! 4000 0566 5566 5556 how pretty is the design", "high", "personal-data", ["4000 0566 5566 5556"], 1, "2013-11-09T10:12:00Z"),
  seed("@dr_hollis_invented you are a bully and a disgrace and everyone on nights knows it", "high", "harassment", ["you are a bully and a disgrace"], 0, "2015-08-22T02:04:00Z"),
  seed("hanging so badly on this ward round, whose idea were jagerbombs 🍻🍻", "medium", "intoxication", ["hanging so badly", "jagerbombs"], 0, "2012-06-14T08:30:00Z"),
  seed("Off to Crete for two whole weeks, house all locked up, see you on the 16th ☀️", "medium", "whereabouts", ["two whole weeks", "house all locked up"], 1, "2011-08-02T06:51:00Z"),
  seed("our rota coordinator could not organise a p*ss up in a brewery", "medium", "disparagement", ["rota coordinator", "p*ss up"], 0, "2016-01-17T19:20:00Z"),
  seed("Stop taking the statins mate, garlic does the same job and big pharma knows it", "medium", "clinical-advice", ["Stop taking the statins"], 3, "2017-05-30T21:15:00Z"),
  seed("Mia’s first day at Oakfield Primary, she looks so grown up in the uniform", "medium", "third-party", ["Oakfield Primary"], 1, "2010-12-25T09:00:00Z"),
  seed("well that was a bloody long shift", "low", "profanity", ["bloody"], 0, "2009-04-11T22:58:00Z"),
  seed("Wine o’clock. Earned it.", "low", "intoxication", ["Wine o’clock"], 1, "2018-02-02T20:45:00Z"),
  seed("Proud to speak at the Guild spring meeting on handover notes.", null, "", [], 2, "2019-03-20T12:00:00Z"),
  seed("Anybody else’s tomatoes refusing to ripen this year?", null, "", [], 1, "2020-08-14T17:30:00Z"),
];

const why: Record<string, [what: string, why: string, todo: string]> = {
  confidentiality: [
    "This post mentions an age, an event, a place and a day that together could point to one patient.",
    "Somebody who knows the patient, or reads the local paper, may recognise them. Regulators look at what can be pieced together, not at single words.",
    "Delete it, or edit out the age and the place. Look at the posts around it too.",
  ],
  "personal-data": ["This post shows a number that passes the check of a payment card.", "A card number helps a thief.", "Delete the post and tell the bank if the card is still in use."],
};

const span = (text: string, mark: string): [number, number] => {
  const start = Array.from(text.slice(0, text.indexOf(mark))).length;
  return [start, start + Array.from(mark).length];
};

/** Post `id` of the invented library: the first few are written by hand, the rest repeat them over the years. */
export function fakePost(id: number, account = "@thea_reads"): PostDetail {
  const one = seeds[id % seeds.length]!;
  const platform = platforms[one.platform]!;
  const round = Math.floor(id / seeds.length);
  const at = new Date(Date.parse(one.at) + round * 9 * 86_400_000).toISOString();
  const text = round === 0 ? one.text : `${one.text} (${round})`;
  const [what, because, todo] = why[one.category] ?? [
    "This post has words that an employer or a patient could misread.",
    "A reader who does not know you sees only the words, years later and without the evening they belong to.",
    "Keep it if you stand by it. Otherwise edit the marked words or limit who can see it.",
  ];
  return {
    post: id,
    platform: platform.id,
    platform_name: platform.name,
    account,
    kind: one.platform === 3 ? "comment" : "post",
    at,
    audience: one.platform === 1 ? "friends" : "public",
    text,
    own_words: true,
    about: one.platform === 3 ? "Ten kitchen cures that work" : null,
    reply_to: null,
    url: id % 7 === 6 ? null : `https://${platform.id}.example/thea_reads/status/${44_000 + id}`,
    place: one.category === "whereabouts" ? "Harbour Street" : null,
    media: one.category === "third-party" ? ["school-gate.jpg"] : [],
    source: `data/posts.json, record ${id + 1}`,
    findings:
      one.risk === null
        ? []
        : [
            {
              category: one.category,
              category_name: categories.find(([id]) => id === one.category)?.[1] ?? one.category,
              risk: one.risk,
              score: { high: 0.93, medium: 0.6, low: 0.3 }[one.risk],
              rule: `${one.category}-example`,
              title: "An example of a rule",
              what,
              why: because,
              todo,
              sources: ["BMA, Social media: practical guidance (2018)", "UCL Medical School, Social media guidance"],
              spans: one.marks.map((mark) => span(text, mark)),
              path: ["Starts at medium", "Raised: three details within 36 hours", "Raised: the audience is public"],
              pieces: one.category === "confidentiality" ? ["age: 34", "event: one bleed", "place: St Brannoc’s"] : [],
              with:
                one.category === "confidentiality"
                  ? [{ post: id + 11, at: one.at, text: "Husband and the twins came in at 6. Nothing prepares you.", verdict: null }]
                  : [],
            },
          ],
    before: [{ post: id + 10, at: "2014-03-03T21:05:00Z", text: "Nights again. It is the season for it, apparently.", verdict: null }],
    after: [{ post: id + 11, at: "2014-03-04T08:12:00Z", text: "Husband and the twins came in at 6. Nothing prepares you.", verdict: "keep" }],
    verdict: null,
    reason: null,
    history: [],
  };
}

export const archive: ArchiveCoverage = {
  id: 1,
  name: "chirp-2026-10-02.zip",
  platform: "chirp",
  account: "@thea_reads",
  exported: "2026-10-02",
  imported: "2026-11-20T09:15:00Z",
  partial: false,
  items: { post: 12_020, reply: 4_020, repost: 941, like: 1_300, message: 131 },
  first: "2009-01-01",
  last: "2026-10-01",
  quiet: [
    { from: "2019-04", to: "2021-02", months: 23 },
    { from: "2016-07", to: "2016-12", months: 6 },
    { from: "2012-01", to: "2012-01", months: 1 },
    { from: "2013-08", to: "2013-08", months: 1 },
  ],
  never: platforms[0]!.never,
  files: [
    { path: "data/posts.json", outcome: "read", records: 12_020, stated: 12_020, why: null },
    { path: "data/replies.json", outcome: "read", records: 4_018, stated: 4_020, why: null },
    { path: "data/apps.json", outcome: "read", records: 14, stated: null, why: null },
    { path: "media/school-gate.jpg", outcome: "media", records: 1, stated: null, why: null },
    { path: "data/ad-impressions.json", outcome: "skipped", records: 0, stated: null, why: "Says what was shown to you, not what you said" },
    { path: "data/new-thing.json", outcome: "unknown", records: 0, stated: null, why: "Not known to this version" },
  ],
  warnings: [
    { file: "data/replies.json", index: 811, message: "The date is not a date" },
    { file: "data/replies.json", index: 2_907, message: "The text is missing" },
  ],
  new: 18_281,
  known: 0,
};

const item = (id: string, title: string, weight: string, more: Partial<ChecklistItem> = {}): ChecklistItem => ({
  id,
  title,
  summary: "Only people you approve can read what you write.",
  weight,
  minutes: 2,
  recommended: "On, unless you write for the public on purpose.",
  why: "Patients, pupils and employers can read what is public, and search engines keep it.",
  web: ["Open Settings › Privacy and safety.", "Choose Audience.", "Switch on “Protect your posts”."],
  mobile: ["Tap your picture, then Settings.", "Tap Privacy.", "Switch on “Protect your posts”."],
  link: `https://${id.split(".")[0]}.example/settings/audience`,
  sources: ["BMA, Social media: practical guidance"],
  checked: "August 2026",
  state: "unknown",
  evidence: [],
  ...more,
});

export const checklists = (): Checklist[] =>
  platforms.map(({ id, name }, i) => ({
    platform: id,
    name,
    imported: i < 2,
    settled: i === 0 ? 1 : 0,
    groups: [
      {
        id: "visibility",
        name: "Who can see you",
        items: [
          item(`${id}.protect-posts`, "Protect your posts", "essential", {
            state: i === 0 ? "pre-filled" : "unknown",
            evidence: [{ says: "Your posts are protected", file: "data/account.json", as_of: "2026-10-02", tone: "ok" }],
          }),
          item(`${id}.photo-tagging`, "Photo tagging", "recommended", { summary: "Choose who may tag you in a photo.", mobile: [] }),
        ],
      },
      {
        id: "app-access",
        name: "Who holds a key",
        items: [
          item(`${id}.connected-apps`, "Connected apps", "essential", {
            minutes: 4,
            summary: "Apps can read, and some can post, as you.",
            evidence: [
              { says: "14 apps are connected, 9 may post in your name; the oldest dates from February 2011", file: "data/apps.json", as_of: "2026-10-02", tone: "at-risk" },
              { says: "3 of them were last used before 2015", file: "", as_of: "2026-10-02", tone: "hint" },
            ],
          }),
          item(`${id}.two-factor`, "Two-factor authentication", "essential", { state: i < 2 ? "done" : "unknown", summary: "A password alone is not enough." }),
          item(`${id}.sessions`, "Open sessions", "optional", { state: i < 2 ? "chosen-to-keep" : "unknown", summary: "Where you are signed in.", link: null }),
        ],
      },
    ],
  }));
