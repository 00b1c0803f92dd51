/*
 * grafana_sql.h - what Grafana puts into SQL, taken out again: macros,
 * variables; and which of its data sources are SQL databases.
 *
 * Memory is the arena's of the analysis; nothing here fails.
 */
#ifndef ANALYZERS_REPORTS_GRAFANA_SQL_H
#define ANALYZERS_REPORTS_GRAFANA_SQL_H

#include "analyzers/reports/json.h"

enum grafana_source_kind {
	GRAFANA_UNKNOWN, /* nothing says what it is */
	GRAFANA_SQL,	 /* a SQL database */
	GRAFANA_OTHER,	 /* metrics, logs, another panel: none of ours */
};

struct grafana_source {
	enum grafana_source_kind kind;
	enum dialect dialect;
};

/* The source of a plugin's name ("postgres"). With `exact` false `name` is
 * what somebody called it ("Shop MySQL"): a guess, else unknown. */
struct grafana_source grafana_source(const char *name, bool exact);

/* Whether the text of a query whose source is not known reads as SQL. */
bool grafana_reads_as_sql(const char *text);

/*
 * Replaces what Grafana replaces, so that columns stay visible:
 * $__timeFilter(c) gives c BETWEEN '' AND '', $__timeGroup(c, '1d') gives (c),
 * constants (name to value) their value, other variables a hole. Places stay
 * right.
 */
struct json_string grafana_expand(const struct json *json,
				  GHashTable *constants,
				  const struct json_string *written);

/* Appends `bytes`, which stand at `origin`, for strings made up here. */
void grafana_append(const struct json *json, struct json_string *string,
		    const char *bytes, size_t size, uint32_t origin);

#endif
