#include "analyzers/sql/ddl_type.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

/* Other names of PostgreSQL's own types. */
static const struct {
	const char *written, *standard;
} aliases[] = {
	{"bool", "boolean"},
	{"bpchar", "character"},
	{"char", "character"},
	{"char varying", "character varying"},
	{"dec", "numeric"},
	{"decimal", "numeric"},
	{"double", "double precision"},
	{"float", "double precision"},
	{"float4", "real"},
	{"float8", "double precision"},
	{"int", "integer"},
	{"int2", "smallint"},
	{"int4", "integer"},
	{"int8", "bigint"},
	{"national char", "character"},
	{"national char varying", "character varying"},
	{"national character", "character"},
	{"national character varying", "character varying"},
	{"nchar", "character"},
	{"nchar varying", "character varying"},
	{"time", "time without time zone"},
	{"timestamp", "timestamp without time zone"},
	{"timestamptz", "timestamp with time zone"},
	{"timetz", "time with time zone"},
	{"varbit", "bit varying"},
	{"varchar", "character varying"},
};

/* Types of one name, of which arrays are written with "_" before them. */
static const char *const plain[] = {
	"bigint",   "boolean",	"bytea", "date",    "inet", "integer",
	"json",	    "jsonb",	"name",	 "numeric", "oid",  "real",
	"regclass", "smallint", "text",	 "uuid",    "xml",  NULL,
};

static const char *standard_name(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(aliases); i++)
		if (strcmp(aliases[i].written, name) == 0)
			return aliases[i].standard;
	return name;
}

static bool is_known(const char *name)
{
	for (const char *const *type = plain; *type; type++)
		if (strcmp(*type, name) == 0)
			return true;
	for (size_t i = 0; i < G_N_ELEMENTS(aliases); i++)
		if (strcmp(aliases[i].standard, name) == 0)
			return true;
	return false;
}

static bool is_array(const char *words)
{
	return strcmp(words, " array") == 0 ||
	       strncmp(words, " array ", 7) == 0;
}

/* Copies up to the closing quote, which is copied too. */
static const char *copy_quoted(const char *at, GString *out)
{
	do
		g_string_append_c(out, *at++);
	while (*at && *at != '"');
	if (*at)
		g_string_append_c(out, *at++);
	return at;
}

static const char *skip_parentheses(const char *at)
{
	while (*at && *at != ')')
		at++;
	return *at ? at + 1 : at;
}

static bool is_joint(char byte)
{
	return byte == '.' || byte == '%';
}

/* One blank between words, none around the dots of names and the "%" of
 * t.c%TYPE. */
static void append_folded(GString *out, char byte)
{
	char last = out->len ? out->str[out->len - 1] : ' ';

	if (g_ascii_isspace(byte)) {
		if (last != ' ' && !is_joint(last))
			g_string_append_c(out, ' ');
		return;
	}
	if (is_joint(byte) && out->len && last == ' ')
		g_string_truncate(out, out->len - 1);
	g_string_append_c(out, g_ascii_tolower(byte));
}

/* Lower case, one blank between words, no (n), no [n]; returns whether there
 * were brackets. */
static bool fold_words(const char *written, GString *out)
{
	bool array = false;

	for (const char *at = written; *at;) {
		if (*at == '"') {
			at = copy_quoted(at, out);
		} else if (*at == '(') {
			at = skip_parentheses(at);
			append_folded(out, ' ');
		} else if (*at == '[') {
			array = true;
			break;
		} else {
			append_folded(out, *at++);
		}
	}
	while (out->len && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	return array;
}

const char *type_identity(struct arena *arena, const char *written)
{
	GString *words = g_string_new(NULL);
	bool array = fold_words(written, words);
	const char *name = words->str, *made;
	char *suffix = strstr(words->str, " array");

	if (suffix && is_array(suffix)) {
		array = true;
		*suffix = '\0';
	}
	if (g_str_has_prefix(name, "setof "))
		name += strlen("setof ");
	if (g_str_has_prefix(name, "pg_catalog."))
		name += strlen("pg_catalog.");
	if (*name == '_' && is_known(standard_name(name + 1))) {
		name++;
		array = true;
	}
	made = arena_printf(arena, "%s%s", standard_name(name),
			    array ? "[]" : "");
	g_string_free(words, TRUE);
	return made;
}
