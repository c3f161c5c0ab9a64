-- What photo files say of themselves, the author's clock, which accounts are one person's, and how items are found again.

-- Minutes that the author's clock was ahead of UTC, where the export states it.
ALTER TABLE body ADD COLUMN utc_offset INTEGER;

-- `taken` is local time, in milliseconds as if it were UTC. Degrees north and east.
ALTER TABLE media ADD COLUMN taken INTEGER;
ALTER TABLE media ADD COLUMN camera TEXT;
ALTER TABLE media ADD COLUMN latitude REAL;
ALTER TABLE media ADD COLUMN longitude REAL;

-- Accounts with the same number here are one person's: the user said so. NULL: nobody said so.
ALTER TABLE account ADD COLUMN person INTEGER;

-- Months with a post and how many: `2014-03 12;2014-04 3`.
ALTER TABLE archive ADD COLUMN months TEXT NOT NULL DEFAULT '';

-- How many items of the kind have an id of the platform's own, and whether some without one have times that are local or
-- cut to the minute, so that no other archive finds them again.
ALTER TABLE archive_kind ADD COLUMN with_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE archive_kind ADD COLUMN inexact INTEGER NOT NULL DEFAULT 0;
UPDATE archive_kind SET with_id = (
    SELECT count(*) FROM post JOIN body ON body.post = post.id
    WHERE post.kind = archive_kind.kind AND native_id IS NOT NULL
      AND (post.archive = archive_kind.archive
           OR EXISTS (SELECT 1 FROM sighting WHERE sighting.post = post.id AND sighting.archive = archive_kind.archive))
) WHERE items > 0;

-- Finds the post that another one answers.
CREATE INDEX body_native ON body (native_id) WHERE native_id IS NOT NULL;
