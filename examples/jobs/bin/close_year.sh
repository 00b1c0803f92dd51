#!/bin/bash
# Freezes the figures of the year that has just ended.
set -euo pipefail

year=$(($(date +%Y) - 1))

psql -X -v ON_ERROR_STOP=1 <<SQL
CREATE TABLE IF NOT EXISTS sales_stats_${year} (LIKE sales_stats_2022 INCLUDING ALL);
CALL reporting.close_year(${year});
SQL
