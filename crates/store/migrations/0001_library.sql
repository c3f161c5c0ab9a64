-- The library's first layout.
--
-- Times are milliseconds since 1970 in UTC. Kinds, audiences, verdicts, risks and categories are the numbers of
-- src/code.rs, which never change their meaning. NULL stands for what an archive does not say, and for nothing else.

-- How far the work on the posts has gone: every post up to `indexed_to` can be searched, every post up to `scanned_to`
-- was judged by `engine`. One row.
CREATE TABLE library (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    indexed_to INTEGER NOT NULL DEFAULT 0,
    scanned_to INTEGER NOT NULL DEFAULT 0,
    engine     TEXT    NOT NULL DEFAULT ''
) STRICT;
INSERT INTO library (one) VALUES (1);

-- An account on a platform, told from others by the platform's own id.
CREATE TABLE account (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    platform TEXT NOT NULL,
    key      TEXT NOT NULL,
    handle   TEXT NOT NULL DEFAULT '',
    name     TEXT,
    UNIQUE (platform, key)
) STRICT;

-- An archive that was taken in. `fingerprint` tells its bytes from those of any other.
CREATE TABLE archive (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    account     INTEGER NOT NULL REFERENCES account (id),
    fingerprint TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    imported    INTEGER NOT NULL,
    exported    INTEGER,
    partial     INTEGER NOT NULL DEFAULT 0,
    first       INTEGER,
    last        INTEGER,
    new         INTEGER NOT NULL DEFAULT 0,
    known       INTEGER NOT NULL DEFAULT 0,
    changed     INTEGER NOT NULL DEFAULT 0,
    UNIQUE (fingerprint, account)
) STRICT;

-- A file of an archive and what was made of it. `outcome`: 0 read, 1 media, 2 skipped, 3 unknown.
CREATE TABLE archive_file (
    archive INTEGER NOT NULL REFERENCES archive (id),
    place   INTEGER NOT NULL,
    path    TEXT    NOT NULL,
    outcome INTEGER NOT NULL,
    records INTEGER NOT NULL DEFAULT 0,
    stated  INTEGER,
    why     TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (archive, place)
) STRICT, WITHOUT ROWID;

-- How many items of a kind an archive holds, and whether these are all that the account still has.
CREATE TABLE archive_kind (
    archive  INTEGER NOT NULL REFERENCES archive (id),
    kind     INTEGER NOT NULL,
    items    INTEGER NOT NULL DEFAULT 0,
    complete INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (archive, kind)
) STRICT, WITHOUT ROWID;

-- A record that could not be read. Holds no word of it.
CREATE TABLE warning (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    archive INTEGER NOT NULL REFERENCES archive (id),
    file    TEXT    NOT NULL,
    place   INTEGER,
    message TEXT    NOT NULL
) STRICT;
CREATE INDEX warning_archive ON warning (archive);

-- A path inside an archive from which records were read.
CREATE TABLE file (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL UNIQUE
) STRICT;

-- A fact about an account, as one archive states it.
CREATE TABLE fact (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    archive INTEGER NOT NULL REFERENCES archive (id),
    topic   TEXT    NOT NULL,
    value   TEXT    NOT NULL,
    detail  TEXT,
    at      INTEGER,
    file    INTEGER NOT NULL,
    place   INTEGER NOT NULL
) STRICT;
CREATE INDEX fact_archive ON fact (archive);

-- A post, as far as lists sort and count it: a narrow table, so that a hundred thousand rows are read in a blink.
-- `verdict` (0 for none), `marks` and `score` repeat what the decision log and the findings say and are written in the
-- same transaction as those. `marks` holds a bit for each category at each risk: bits 0-17 low, 18-35 medium, 36-53
-- high, so that a larger number is a worse risk. Posts are never deleted, hence no AUTOINCREMENT (it costs a write for
-- each row). References from here and from `body` are kept by the import alone, for the same reason.
CREATE TABLE post (
    id        INTEGER PRIMARY KEY,
    account   INTEGER NOT NULL,
    kind      INTEGER NOT NULL,
    own_words INTEGER NOT NULL,
    audience  INTEGER NOT NULL,
    at        INTEGER,
    archive   INTEGER NOT NULL,
    verdict   INTEGER NOT NULL DEFAULT 0,
    marks     INTEGER NOT NULL DEFAULT 0,
    score     REAL    NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX post_time ON post (account, at);
CREATE INDEX post_flagged ON post (marks, account, kind, audience, at, verdict, score) WHERE marks <> 0;

-- The rest of a post. `archive` is the one the present words come from (the one that brought the post is in `post`).
-- `media` is the number of its photos and videos.
CREATE TABLE body (
    post      INTEGER PRIMARY KEY,
    words     TEXT    NOT NULL,
    about     TEXT,
    native_id TEXT,
    url       TEXT,
    reply_to  TEXT,
    file      INTEGER NOT NULL,
    place     INTEGER NOT NULL,
    archive   INTEGER NOT NULL,
    media     INTEGER NOT NULL DEFAULT 0,
    latitude  REAL,
    longitude REAL,
    location  TEXT
) STRICT;
CREATE INDEX body_placed ON body (post) WHERE latitude IS NOT NULL OR location IS NOT NULL;

-- Finds a post again by 64 bits of a hash over its account and key; the full key is then compared with the post.
CREATE TABLE known (
    hash INTEGER NOT NULL,
    post INTEGER NOT NULL,
    PRIMARY KEY (hash, post)
) STRICT, WITHOUT ROWID;

-- A photo or video of a post.
CREATE TABLE media (
    post        INTEGER NOT NULL,
    place       INTEGER NOT NULL,
    path        TEXT,
    description TEXT,
    PRIMARY KEY (post, place)
) STRICT, WITHOUT ROWID;

-- A later archive that held a post as well. The archive that brought the post is in `post`.
CREATE TABLE sighting (
    post    INTEGER NOT NULL,
    archive INTEGER NOT NULL,
    PRIMARY KEY (post, archive)
) STRICT, WITHOUT ROWID;

-- Other words that an archive gives for a post: former ones after an edit. The present words are in `body`.
CREATE TABLE version (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    post    INTEGER NOT NULL REFERENCES post (id),
    archive INTEGER NOT NULL REFERENCES archive (id),
    words   TEXT    NOT NULL
) STRICT;
CREATE INDEX version_post ON version (post);

-- Findings carry no decision, so a scan writes them anew. `spans` are pairs `start-end` with spaces between; entries of
-- `path` and `pieces` are separated by U+001F. `joint` names the pieced-together finding this is a part of.
CREATE TABLE finding (
    post     INTEGER NOT NULL,
    place    INTEGER NOT NULL,
    rule     TEXT    NOT NULL,
    category INTEGER NOT NULL,
    risk     INTEGER NOT NULL,
    score    REAL    NOT NULL,
    spans    TEXT    NOT NULL DEFAULT '',
    path     TEXT    NOT NULL DEFAULT '',
    pieces   TEXT    NOT NULL DEFAULT '',
    joint    INTEGER,
    PRIMARY KEY (post, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_joint ON finding (joint) WHERE joint IS NOT NULL;

-- The log of decisions: rows are appended and never changed. `act`: 0 a verdict, 1 the taking back of the verdict in
-- `undoes`, 2 the person says it is done on the platform, 3 the taking back of that.
CREATE TABLE decision (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    act     INTEGER NOT NULL,
    verdict INTEGER NOT NULL DEFAULT 0,
    reason  TEXT    NOT NULL DEFAULT '',
    undoes  INTEGER REFERENCES decision (id)
) STRICT;
CREATE UNIQUE INDEX decision_undoes ON decision (undoes) WHERE undoes IS NOT NULL;

-- The posts an act is about.
CREATE TABLE decision_post (
    decision INTEGER NOT NULL REFERENCES decision (id),
    post     INTEGER NOT NULL REFERENCES post (id),
    PRIMARY KEY (decision, post)
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_post_post ON decision_post (post, decision);

-- The log of what was said about settings; the last row of an item counts.
CREATE TABLE checklist (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    item  TEXT    NOT NULL,
    state TEXT    NOT NULL,
    note  TEXT    NOT NULL DEFAULT '',
    at    INTEGER NOT NULL
) STRICT;
CREATE INDEX checklist_item ON checklist (item, id);

-- Settings of the program that belong to this library.
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Full-text index over `body`, which holds the words. Rows are added in bulk (`library.indexed_to`), since a trigger
-- for each row costs three times as much. A page of the index must fit into a page of the file, of which SQLCipher
-- keeps 80 bytes. Results are sorted by time, so the sizes that ranking needs are not kept.
CREATE VIRTUAL TABLE search USING fts5 (
    words, about, content = 'body', content_rowid = 'post', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO search (search, rank) VALUES ('pgsz', 3950);
INSERT INTO search (search, rank) VALUES ('hashsize', 8388608);
