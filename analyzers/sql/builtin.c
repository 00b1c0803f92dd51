#include "analyzers/sql/builtin.h"

#include <glib.h>
#include <string.h>

#include "analyzers/sql/keyword.h"

#define A | BUILTIN_AGGREGATE
#define U | BUILTIN_UNIT
#define S | BUILTIN_SEQUENCE
#define T | BUILTIN_TABLE
#define R | BUILTIN_ROUTINE
#define E | BUILTIN_ELEMENT
#define C | BUILTIN_TYPE
#define Q | BUILTIN_QUERY
#define X | BUILTIN_FOREIGN
#define M | BUILTIN_EMBEDDED
#define W | BUILTIN_WAREHOUSE

static const struct {
	const char *name;
	uint32_t flags;
} builtins[] = {
#define BUILTIN(name, flags) {name, BUILTIN_FUNCTION flags},
#include "analyzers/sql/builtins.def"
#undef BUILTIN
};

#undef E
#undef C
#undef Q
#undef X
#undef M
#undef W

/* Open addressing, as keywords have it. */
#define SLOTS 8192
static uint16_t slots[SLOTS]; /* index into builtins and 1 */
static uint64_t hashes[G_N_ELEMENTS(builtins)];

_Static_assert(G_N_ELEMENTS(builtins) < SLOTS / 2, "the table is too full");

static void fill_table(void)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(builtins); i++) {
		const char *name = builtins[i].name;
		uint32_t slot;

		hashes[i] = word_hash(name, (uint32_t)strlen(name));
		slot = hashes[i] % SLOTS;
		while (slots[slot])
			slot = (slot + 1) % SLOTS;
		slots[slot] = (uint16_t)(i + 1);
	}
}

void builtin_init(void)
{
	static gsize filled;

	if (g_once_init_enter(&filled)) {
		fill_table();
		g_once_init_leave(&filled, 1);
	}
}

/* Whose functions have names that users elsewhere give to their own. */
static bool is_warehouse(enum dialect dialect)
{
	switch (dialect) {
	case DIALECT_BIGQUERY:
	case DIALECT_CLICKHOUSE:
	case DIALECT_DB2:
	case DIALECT_DUCKDB:
	case DIALECT_HIVE:
	case DIALECT_REDSHIFT:
	case DIALECT_SNOWFLAKE:
	case DIALECT_SPARK:
	case DIALECT_TERADATA:
	case DIALECT_TRINO:
		return true;
	default:
		return false;
	}
}

uint32_t builtin_find(enum dialect dialect, uint64_t hash)
{
	uint32_t slot = hash % SLOTS, flags;

	while (slots[slot] && hashes[slots[slot] - 1] != hash)
		slot = (slot + 1) % SLOTS;
	flags = slots[slot] ? builtins[slots[slot] - 1].flags : 0;
	if (flags & BUILTIN_EMBEDDED && dialect != DIALECT_CLICKHOUSE &&
	    dialect != DIALECT_DUCKDB && dialect != DIALECT_SQLITE)
		return 0;
	if (flags & BUILTIN_FOREIGN &&
	    (dialect == DIALECT_POSTGRESQL || dialect == DIALECT_MYSQL ||
	     dialect == DIALECT_MARIADB))
		return 0;
	if (flags & BUILTIN_WAREHOUSE && !is_warehouse(dialect))
		return 0;
	return flags;
}

static const struct {
	enum dialect dialect;
	const char *word;
} pseudo_columns[] = {
	{DIALECT_ORACLE, "rownum"},
	{DIALECT_ORACLE, "rowid"},
	{DIALECT_ORACLE, "level"},
	{DIALECT_ORACLE, "sysdate"},
	{DIALECT_ORACLE, "systimestamp"},
	{DIALECT_ORACLE, "uid"},
	{DIALECT_ORACLE, "user"},
	{DIALECT_ORACLE, "connect_by_isleaf"},
	{DIALECT_ORACLE, "connect_by_iscycle"},
	{DIALECT_ORACLE, "ora_rowscn"},
	{DIALECT_ORACLE, "sessiontimezone"},
	{DIALECT_ORACLE, "dbtimezone"},
	{DIALECT_ORACLE, "column_value"},
	{DIALECT_ORACLE, "versions_starttime"},
	{DIALECT_ORACLE, "versions_endtime"},
	{DIALECT_ORACLE, "versions_startscn"},
	{DIALECT_ORACLE, "versions_endscn"},
	{DIALECT_ORACLE, "versions_operation"},
	{DIALECT_ORACLE, "versions_xid"},
	{DIALECT_DB2, "rownum"},
	{DIALECT_TERADATA, "account"},
	{DIALECT_TERADATA, "activity_count"},
	{DIALECT_TERADATA, "activitycount"},
	{DIALECT_TERADATA, "database"},
	{DIALECT_TERADATA, "date"},
	{DIALECT_TERADATA, "partition"},
	{DIALECT_TERADATA, "profile"},
	{DIALECT_TERADATA, "rowid"},
	{DIALECT_TERADATA, "sampleid"},
	{DIALECT_TERADATA, "session"},
	{DIALECT_TERADATA, "sqlcode"},
	{DIALECT_TERADATA, "sqlstate"},
	{DIALECT_TERADATA, "time"},
	{DIALECT_GENERIC, "rownum"},
	{DIALECT_GENERIC, "sysdate"},
	{DIALECT_GENERIC, "systimestamp"},
	{DIALECT_BIGQUERY, "_table_suffix"},
	{DIALECT_BIGQUERY, "_partitiontime"},
	{DIALECT_BIGQUERY, "_partitiondate"},
	{DIALECT_BIGQUERY, "_file_name"},
	{DIALECT_SNOWFLAKE, "metadata$filename"},
	{DIALECT_SNOWFLAKE, "metadata$file_row_number"},
	{DIALECT_SNOWFLAKE, "metadata$action"},
	{DIALECT_SNOWFLAKE, "metadata$isupdate"},
	{DIALECT_SNOWFLAKE, "metadata$row_id"},
	{DIALECT_TSQL, "$action"},
	{DIALECT_TSQL, "$identity"},
	{DIALECT_TSQL, "$rowguid"},
};

bool builtin_is_pseudo(enum dialect dialect, const char *word, uint32_t length)
{
	if (dialect == DIALECT_POSTGRESQL || dialect == DIALECT_MYSQL ||
	    dialect == DIALECT_MARIADB)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(pseudo_columns); i++)
		if (pseudo_columns[i].dialect == dialect &&
		    strlen(pseudo_columns[i].word) == length &&
		    g_ascii_strncasecmp(pseudo_columns[i].word, word, length) ==
			    0)
			return true;
	return false;
}

/* toDate, sumIf, JSONExtract: small letters before a capital, or capitals. */
static bool is_camel(const char *name)
{
	bool small = false;

	for (const char *at = name; *at; at++) {
		if (*at == '_')
			return false;
		if (g_ascii_isupper(*at) && (small || at[1] == 'S'))
			return true;
		small |= g_ascii_islower(*at);
	}
	return g_ascii_isupper(name[0]) && g_ascii_isupper(name[1]);
}

uint32_t builtin_of_clickhouse(const char *name)
{
	static const char *const aggregates[] = {
		"any",	 "argM", "avg",	   "corr", "count",	  "covar",
		"group", "max",	 "median", "min",  "quantile",	  "stddev",
		"sum",	 "topK", "uniq",   "var",  "windowFunnel"};

	if (!is_camel(name))
		return 0;
	for (size_t i = 0; i < G_N_ELEMENTS(aggregates); i++)
		if (strncmp(name, aggregates[i], strlen(aggregates[i])) == 0)
			return BUILTIN_FUNCTION | BUILTIN_AGGREGATE;
	return BUILTIN_FUNCTION;
}

bool builtin_is_package(const char *name)
{
	static const char *const prefixes[] = {"dbms_", "utl_", "apex_", "owa_",
					       "htp",	"htf",	"ctx_",	 "sys"};

	for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++)
		if (g_ascii_strncasecmp(name, prefixes[i],
					strlen(prefixes[i])) == 0)
			return true;
	return false;
}
