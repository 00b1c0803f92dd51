#include "analyzers/sql/dialect.h"

#include <string.h>
#include <strings.h>

#define MYSQL_RULES                                                            \
	(RULE_DOUBLE_QUOTED_STRINGS | RULE_HASH_COMMENTS |                     \
	 RULE_EXECUTABLE_COMMENTS | RULE_BACKSLASHES | RULE_HAVING_INPUT |     \
	 RULE_DASHES_NEED_SPACE | RULE_STRING_ALIASES | RULE_INTO_VARIABLES)

static const struct dialect_rules rules[N_DIALECTS] = {
	[DIALECT_GENERIC] = {DIALECT_GENERIC,
			     RULE_DOLLAR_QUOTES | RULE_EXECUTABLE_COMMENTS |
				     RULE_HAVING_INPUT | RULE_STRING_ALIASES},
	[DIALECT_POSTGRESQL] = {DIALECT_POSTGRESQL,
				RULE_NESTED_COMMENTS | RULE_DOLLAR_QUOTES |
					RULE_LONG_OPERATORS},
	[DIALECT_MYSQL] = {DIALECT_MYSQL, MYSQL_RULES},
	[DIALECT_MARIADB] = {DIALECT_MARIADB, MYSQL_RULES},
	[DIALECT_TSQL] = {DIALECT_TSQL, RULE_BRACKETS | RULE_HASH_NAMES |
						RULE_NESTED_COMMENTS |
						RULE_STRING_ALIASES},
	[DIALECT_ORACLE] = {DIALECT_ORACLE, RULE_Q_QUOTES | RULE_AT_LINKS |
						    RULE_INTO_VARIABLES},
	[DIALECT_SQLITE] = {DIALECT_SQLITE, RULE_BRACKETS | RULE_HAVING_INPUT |
						    RULE_STRING_ALIASES},
	[DIALECT_BIGQUERY] = {DIALECT_BIGQUERY,
			      RULE_DOUBLE_QUOTED_STRINGS | RULE_HASH_COMMENTS |
				      RULE_BACKSLASHES | RULE_BACKTICK_PATHS |
				      RULE_HAVING_INPUT},
	[DIALECT_SNOWFLAKE] = {DIALECT_SNOWFLAKE, RULE_DOLLAR_QUOTES |
							  RULE_BACKSLASHES |
							  RULE_HAVING_INPUT},
};

const struct dialect_rules *dialect_rules(enum dialect dialect)
{
	return &rules[dialect < N_DIALECTS ? dialect : DIALECT_GENERIC];
}

const struct dialect_rules *dialect_rules_with(const struct dialect_rules *from,
					       uint32_t on, uint32_t off)
{
	/* ANSI_QUOTES, NO_BACKSLASH_ESCAPES, both; strings that escape. */
	static const struct dialect_rules other[] = {
#define MODES(dialect)                                                         \
	{dialect, MYSQL_RULES & ~RULE_DOUBLE_QUOTED_STRINGS},                  \
		{dialect, MYSQL_RULES & ~RULE_BACKSLASHES},                    \
		{dialect, MYSQL_RULES & ~(RULE_DOUBLE_QUOTED_STRINGS |         \
					  RULE_BACKSLASHES)}
		MODES(DIALECT_MYSQL),
		MODES(DIALECT_MARIADB),
#undef MODES
		{DIALECT_POSTGRESQL, RULE_NESTED_COMMENTS | RULE_DOLLAR_QUOTES |
					     RULE_LONG_OPERATORS |
					     RULE_BACKSLASHES},
	};
	uint32_t flags = (rules[from->dialect].flags | on) & ~off;

	for (size_t i = 0; i < sizeof(other) / sizeof(*other); i++)
		if (other[i].dialect == from->dialect &&
		    other[i].flags == flags)
			return &other[i];
	return &rules[from->dialect];
}

/* A sign that a text is of a dialect, and how much it says. */
static const struct {
	const char *sign;
	enum dialect dialect;
	unsigned weight;
} signs[] = {
	{"$$", DIALECT_POSTGRESQL, 2},
	{"::", DIALECT_POSTGRESQL, 1},
	{"plpgsql", DIALECT_POSTGRESQL, 3},
	{"bigserial", DIALECT_POSTGRESQL, 2},
	{"jsonb", DIALECT_POSTGRESQL, 2},
	{"timestamptz", DIALECT_POSTGRESQL, 2},
	{" ilike ", DIALECT_POSTGRESQL, 2},
	{"on conflict", DIALECT_POSTGRESQL, 1},
	{"pg_catalog", DIALECT_POSTGRESQL, 3},
	{"`", DIALECT_MYSQL, 1},
	{"auto_increment", DIALECT_MYSQL, 2},
	{"engine=", DIALECT_MYSQL, 3},
	{"engine =", DIALECT_MYSQL, 3},
	{"/*!", DIALECT_MYSQL, 3},
	{"delimiter ", DIALECT_MYSQL, 2},
	{"on duplicate key", DIALECT_MYSQL, 2},
	{"[dbo]", DIALECT_TSQL, 3},
	{"dbo.", DIALECT_TSQL, 1},
	{"nvarchar", DIALECT_TSQL, 2},
	{"with (nolock)", DIALECT_TSQL, 3},
	{"with(nolock)", DIALECT_TSQL, 3},
	{"getdate()", DIALECT_TSQL, 2},
	{"varchar2", DIALECT_ORACLE, 3},
	{" from dual", DIALECT_ORACLE, 1},
	{"(+)", DIALECT_ORACLE, 3},
	{"sysdate", DIALECT_ORACLE, 1},
	{"rownum", DIALECT_ORACLE, 2},
	{"connect by", DIALECT_ORACLE, 3},
	{"dbms_", DIALECT_ORACLE, 3},
	{"package body", DIALECT_ORACLE, 2},
	{"q'[", DIALECT_ORACLE, 3},
	{"nvl(", DIALECT_ORACLE, 1},
	{"\ngo\n", DIALECT_TSQL, 2},
	{"\ngo\r", DIALECT_TSQL, 2},
	{"set nocount on", DIALECT_TSQL, 3},
	{"declare @", DIALECT_TSQL, 3},
	{"cross apply", DIALECT_TSQL, 2},
	{"outer apply", DIALECT_TSQL, 2},
	{"select top ", DIALECT_TSQL, 2},
	{"uniqueidentifier", DIALECT_TSQL, 2},
	{"scope_identity()", DIALECT_TSQL, 3},
	{"sp_executesql", DIALECT_TSQL, 3},
	{"autoincrement", DIALECT_SQLITE, 2},
	{"without rowid", DIALECT_SQLITE, 3},
	{"insert or replace", DIALECT_SQLITE, 2},
	{"insert or ignore", DIALECT_SQLITE, 2},
	{"safe_cast(", DIALECT_BIGQUERY, 3},
	{"_table_suffix", DIALECT_BIGQUERY, 3},
	{"as struct", DIALECT_BIGQUERY, 2},
	{"as int64", DIALECT_BIGQUERY, 3},
	{"lateral flatten", DIALECT_SNOWFLAKE, 4},
	{"copy into", DIALECT_SNOWFLAKE, 2},
	{"metadata$", DIALECT_SNOWFLAKE, 3},
	{"::variant", DIALECT_SNOWFLAKE, 3},
};

#define N_SIGNS (sizeof(signs) / sizeof(*signs))

/* Signs further in than this add nothing to the guess. */
#define GUESS_BYTES 65536

static bool sign_fits(const char *at, const char *end, const char *sign)
{
	size_t length = strlen(sign);

	return (size_t)(end - at) >= length &&
	       strncasecmp(at, sign, length) == 0;
}

/* The scores of the dialects whose signs begin with the byte at `at`. */
static void add_scores(const char *at, const char *end, unsigned *scores)
{
	for (size_t i = 0; i < N_SIGNS; i++)
		if (sign_fits(at, end, signs[i].sign))
			scores[signs[i].dialect] += signs[i].weight;
}

/* The first bytes of all signs, in both cases. */
static const char firsts[] =
	"$:pPbBjJtT iIoO`aAeE/dD[nNwWgGvV(sSrRcCqQ\nuU_lLmM";

enum dialect dialect_guess(const char *bytes, size_t size)
{
	unsigned scores[N_DIALECTS] = {0};
	const char *end = bytes + (size < GUESS_BYTES ? size : GUESS_BYTES);
	bool first[256] = {false};
	enum dialect best = DIALECT_GENERIC;

	for (const char *c = firsts; *c; c++)
		first[(unsigned char)*c] = true;
	for (const char *at = bytes; at < end; at++)
		if (first[(unsigned char)*at])
			add_scores(at, end, scores);
	for (unsigned d = 0; d < N_DIALECTS; d++)
		if (scores[d] > scores[best])
			best = (enum dialect)d;
	return best;
}
