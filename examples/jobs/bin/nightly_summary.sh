#!/bin/bash
# What is open tonight, by region, for the board in the hall.
set -euo pipefail

psql -X -q -v ON_ERROR_STOP=1 <<'SQL'
BEGIN;
DELETE FROM reporting.daily_summary WHERE day = CURRENT_DATE;
INSERT INTO reporting.daily_summary (day, region, open_orders, open_cents)
SELECT CURRENT_DATE, COALESCE(v.region, 'unknown'), count(*), sum(v.cents)
  FROM reporting.open_orders v
 GROUP BY v.region;
COMMIT;
SQL
