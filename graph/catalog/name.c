#include "graph/catalog/name.h"

#include <glib.h>
#include <string.h>

#include "graph/catalog/catalog.h"

enum folding { FOLD_KEEP, FOLD_LOWER, FOLD_UPPER };

static enum folding dialect_folding(enum dialect dialect)
{
	switch (dialect) {
	case DIALECT_GENERIC:
	case DIALECT_POSTGRESQL:
	case DIALECT_REDSHIFT:
		return FOLD_LOWER;
	case DIALECT_DB2:
	case DIALECT_ORACLE:
	case DIALECT_SNOWFLAKE:
		return FOLD_UPPER;
	default:
		return FOLD_KEEP;
	}
}

bool dialect_has_case(enum dialect dialect)
{
	return dialect == DIALECT_POSTGRESQL || dialect == DIALECT_ORACLE ||
	       dialect == DIALECT_SNOWFLAKE || dialect == DIALECT_DB2;
}

static inline char fold_char(enum folding folding, char c)
{
	if (folding == FOLD_LOWER && c >= 'A' && c <= 'Z')
		return (char)(c + ('a' - 'A'));
	if (folding == FOLD_UPPER && c >= 'a' && c <= 'z')
		return (char)(c - ('a' - 'A'));
	return c;
}

/* Behind what folding leaves as it is. */
static const char *skip_folded(enum folding folding, const char *part)
{
	char first = folding == FOLD_LOWER ? 'A' : 'a';

	while (*part && (unsigned char)(*part - first) >= 26)
		part++;
	return part;
}

const char *name_fold_in(struct arena *arena, enum dialect dialect,
			 const char *part, bool quoted)
{
	enum folding folding = quoted ? FOLD_KEEP : dialect_folding(dialect);
	const char *p;
	char *folded;

	if (folding == FOLD_KEEP)
		return part;
	p = skip_folded(folding, part);
	if (!*p)
		return part;
	folded = arena_strdup(arena, part);
	for (char *q = folded + (p - part); *q; q++)
		*q = fold_char(folding, *q);
	return folded;
}

char *name_fold(enum dialect dialect, const char *part, bool quoted)
{
	enum folding folding = quoted ? FOLD_KEEP : dialect_folding(dialect);
	char *folded = g_strdup(part);

	for (char *p = folded; *p; p++)
		*p = fold_char(folding, *p);
	return folded;
}

const char *name_part(struct arena *arena, enum dialect dialect,
		      const struct sql_name *name, uint32_t part)
{
	return name_fold_in(arena, dialect, name->parts[part],
			    name_part_quoted(name, part));
}

const char *name_last(struct arena *arena, enum dialect dialect,
		      const struct sql_name *name)
{
	if (name->n_parts == 0)
		return "";
	return name_part(arena, dialect, name, name->n_parts - 1);
}

const char *name_join(struct arena *arena, enum dialect dialect,
		      const struct sql_name *name)
{
	size_t size = 1, at = 0;
	char *joined;

	if (name->n_parts == 1)
		return name_part(arena, dialect, name, 0);
	for (uint32_t i = 0; i < name->n_parts; i++)
		size += strlen(name->parts[i]) + 1;
	joined = arena_alloc(arena, size);
	for (uint32_t i = 0; i < name->n_parts; i++) {
		const char *part = name_part(arena, dialect, name, i);
		size_t length = strlen(part);

		if (i > 0)
			joined[at++] = '.';
		memcpy(joined + at, part, length);
		at += length;
	}
	return joined;
}

bool name_folds_same(enum dialect dialect, const char *a, bool a_quoted,
		     const char *b, bool b_quoted)
{
	enum folding folding = dialect_folding(dialect);
	enum folding fold_a = a_quoted ? FOLD_KEEP : folding;
	enum folding fold_b = b_quoted ? FOLD_KEEP : folding;

	while (*a && fold_char(fold_a, *a) == fold_char(fold_b, *b)) {
		a++;
		b++;
	}
	return !*a && !*b;
}

bool name_same(enum dialect dialect, const char *a, bool a_quoted,
	       const char *b, bool b_quoted)
{
	if (!dialect_has_case(dialect))
		return g_ascii_strcasecmp(a, b) == 0;
	return name_folds_same(dialect, a, a_quoted, b, b_quoted);
}

/* The next schema of a path without its quotes; *quoted tells of them. */
static char *path_next(const char **path, bool *quoted)
{
	const char *p = *path;
	GString *name = g_string_new(NULL);
	char close = 0;

	*quoted = false;
	for (; *p && (close || *p != ','); p++) {
		if (close && *p == close) {
			close = 0;
		} else if (!close && strchr("\"`'", *p)) {
			close = *p;
			*quoted = true;
		} else if (close || !g_ascii_isspace(*p)) {
			g_string_append_c(name, *p);
		}
	}
	*path = *p ? p + 1 : p;
	return g_string_free(name, FALSE);
}

const char **search_path(struct arena *arena, enum dialect dialect,
			 const char *path, uint32_t *n)
{
	const char **schemas = NULL;

	*n = 0;
	while (path && *path) {
		bool quoted;
		char *name = path_next(&path, &quoted);

		if (*name && strcmp(name, "$user") != 0)
			*ARENA_PUSH(arena, schemas, *n) =
				name_fold_in(arena, dialect,
					     arena_strdup(arena, name), quoted);
		g_free(name);
	}
	return schemas;
}
