/*
 * postgres_catalog.h - what the files that read a PostgreSQL catalog share.
 *
 * A struct pg_reader lives for one reading of one snapshot. Its files each
 * read some catalogs and append to the texts, as pg_dump would write them, so
 * that a live server and its dump are the same to the reader of SQL.
 *
 *	postgres.c             the scanner; the order of reading
 *	postgres_objects.c     schemas, extensions, types, sequences, servers
 *	postgres_tables.c      relations with their columns, views
 *	postgres_keys.c        constraints, indexes
 *	postgres_routines.c    functions, procedures, aggregates
 *	postgres_triggers.c    triggers, rules, policies, event triggers
 *	postgres_sharing.c     publications, subscriptions, comments
 *	postgres_properties.c  owners, grants, sizes, roles; seen statements
 *
 * The number of queries is fixed. Only built-in functions are called.
 */
#ifndef SCANNER_POSTGRES_POSTGRES_CATALOG_H
#define SCANNER_POSTGRES_POSTGRES_CATALOG_H

#include "graph/arena.h"
#include "scanner/live.h"
#include "scanner/postgres/postgres_client.h"

/* Oids of the catalogs themselves, which are the same everywhere. */
enum pg_class_oid {
	PG_TYPE = 1247,
	PG_PROC = 1255,
	PG_CLASS = 1259,
	PG_FOREIGN_SERVER = 1417,
	PG_CONSTRAINT = 2606,
	PG_NAMESPACE = 2615,
	PG_REWRITE = 2618,
	PG_TRIGGER = 2620,
	PG_EXTENSION = 3079,
	PG_POLICY = 3256,
	PG_EVENT_TRIGGER = 3466,
};

/* Objects below this oid came with the server. */
#define PG_FIRST_OID "16384"

/* Whether a namespace is the users': for queries that have `n`. */
#define PG_USERS_SCHEMA                                                        \
	"n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"

/* A relation, sequence or composite type of the snapshot. */
struct pg_relation {
	guint32 oid;
	char kind; /* relkind */
	bool partition;
	bool member; /* of an extension */
	bool unlogged, row_security;
	bool identity;	    /* a sequence that is a part of a column */
	bool owned;	    /* a sequence of a column */
	const char **names; /* of the columns, by their number less one */
	uint32_t n_names;
	const char *name; /* "schema.name", quoted where that is needed */
	const char *schema, *bare;
	GString *columns;    /* the lines between the parentheses, or NULL */
	GString *after;	     /* statements that follow its CREATE, or NULL */
	const char *parents; /* "a, b" of INHERITS; the parent of a partition */
	const char *query;   /* of a view */
	const char *type;    /* of a typed table */
	const char *options, *bound, *partition_by, *server;
};

struct pg_reader {
	struct pg_client *client;
	struct live_texts *texts;
	GString *schema; /* of the texts */
	struct arena arena;
	GHashTable *keywords;	  /* words to be quoted */
	GHashTable *members;	  /* catalog and oid of what extensions have */
	GHashTable *types;	  /* oid and modifier -> as it is written */
	GHashTable *relations;	  /* oid -> struct pg_relation */
	GPtrArray *order;	  /* of the relations */
	struct pg_relation *last; /* found */
	const char *statements; /* the schema of pg_stat_statements, or NULL */
	bool changed;		/* something was dropped meanwhile */
	bool final;		/* the last try: what changes is a blind spot */
	GError **error;
};

typedef void pg_row(char **fields, void *payload);

/*
 * Reads rows of one kind. What is denied is a blind spot and no failure; what
 * was changed meanwhile asks for another try. False when the session failed.
 */
bool pg_read(struct pg_reader *reader, const char *what, const char *sql,
	     pg_row *each);

/* As pg_read(), but waits for nobody's lock: *locked says that it gave up. */
bool pg_read_unlocked(struct pg_reader *reader, const char *what,
		      const char *sql, pg_row *each, bool *locked);

/* As pg_read(), but nothing can be said of the catalog without it. */
bool pg_read_needed(struct pg_reader *reader, const char *what, const char *sql,
		    pg_row *each);

/* Notes what a function of the server could not show any more. */
void pg_note_gone(struct pg_reader *reader, const char *what, const char *name);

bool pg_is_member(const struct pg_reader *reader, enum pg_class_oid catalog,
		  const char *oid);

struct pg_relation *pg_relation_of(struct pg_reader *reader, const char *oid);

/* The name of a column by its number, or NULL. */
const char *pg_column_name(const struct pg_relation *relation,
			   const char *number);

/* A name as SQL has it: quoted if it must be. */
void pg_put_name(struct pg_reader *reader, GString *out, const char *name);
void pg_put_names(struct pg_reader *reader, GString *out, const char *schema,
		  const char *name);

/* 'a string' */
void pg_put_string(GString *out, const char *string);

/* The string of a boolean of COPY. */
static inline bool pg_true(const char *field)
{
	return field && *field == 't';
}

bool pg_read_objects(struct pg_reader *reader);
bool pg_read_relations(struct pg_reader *reader);
void pg_write_relations(struct pg_reader *reader);
bool pg_read_routines(struct pg_reader *reader);
bool pg_read_keys(struct pg_reader *reader);
bool pg_read_triggers(struct pg_reader *reader);
bool pg_read_sharing(struct pg_reader *reader);
bool pg_read_properties(struct pg_reader *reader);
bool pg_read_statements(struct pg_reader *reader);

#endif
