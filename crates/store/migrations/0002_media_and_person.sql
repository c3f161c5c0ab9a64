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

-- Whether some items of the kind have no id and times that are local or cut to the minute, so that no other archive finds
-- them again.
ALTER TABLE archive_kind ADD COLUMN inexact INTEGER NOT NULL DEFAULT 0;

-- Finds the post that another one answers.
CREATE INDEX body_native ON body (native_id) WHERE native_id IS NOT NULL;
