/*
 * catalog_entry.h - what the files of the catalog share; nobody else.
 *
 * An entry is a catalog object with its place in the indices. Entries live
 * in the catalog's arena and are never freed singly: a dropped one leaves
 * all indices and is marked, because others may still point to it.
 *
 * Three chains join entries, each headed in a hash table by a key in lower
 * case: those of one class, schema and name (to find a name but for its
 * case, and the overloads of a routine), those of one class and name in any
 * schema, and those of one schema.
 */
#ifndef GRAPH_CATALOG_CATALOG_ENTRY_H
#define GRAPH_CATALOG_CATALOG_ENTRY_H

#include "graph/catalog/catalog.h"

/* What makes an object one and the same. `class` is the kind, but that of a
 * table for all relations, which share their names. */
struct entry_key {
	enum node_kind class;
	const char *schema; /* "": none */
	const char *name;
	const char *arguments;	/* of a routine; else "" */
	const struct entry *on; /* triggers and the like; else NULL */
};

enum chain { CHAIN_NAME, CHAIN_TAIL, CHAIN_SCHEMA, N_CHAINS };

struct chain_link {
	struct entry_key key;
	struct entry *previous, *next;
};

struct entry {
	struct catalog_object object; /* first: they are cast to each other */
	struct entry_key key;
	struct chain_link links[N_CHAINS];
	bool dropped;
	bool inherited;	   /* by catalog_finish(): columns are made */
	bool inheriting;   /* being made, against circles */
	uint32_t order;	   /* of creation */
	uint32_t n_inputs; /* a routine's arguments; UINT32_MAX: unknown */
	bool own_known;	   /* `own` are all but the inherited columns */
	struct catalog_column *own;
	uint32_t n_own, own_room;
	struct parent *parents;
	uint32_t n_parents;
	struct entry *dependents, *next_dependent; /* what has `on` here */
	struct reference *from_here, *to_here;
	GHashTable *columns; /* lower name -> column, of wide relations */
	const struct catalog_column *indexed; /* what `columns` was made of */
};

/* A parent by name, or bound. */
struct parent {
	struct sql_name name;
	const char *path;
	struct entry *entry; /* NULL: not found yet */
	bool like;	     /* its columns are taken over once */
	bool copied;	     /* done */
};

struct reference {
	struct catalog_reference reference; /* first */
	const char *path;
	struct reference *next_from, *next_to;
	bool dropped;
};

struct catalog {
	enum dialect dialect;
	const char *schema; /* the default one, or "" */
	struct arena arena;
	GHashTable *strings;	      /* interned */
	GHashTable *exact;	      /* struct entry_key -> struct entry */
	GHashTable *chains[N_CHAINS]; /* struct entry_key -> first */
	GPtrArray *entries;	      /* also dropped ones, in order */
	GPtrArray *references;	      /* likewise */
	uint32_t n_temporary;
	uint32_t depth; /* of entry_columns() */
	/* Made by catalog_finish(). */
	struct catalog_object **sorted;
	uint32_t n_sorted;
	struct catalog_reference *bound;
	uint32_t n_bound;
};

/* The name of a schema for temporary tables, which are found first. */
#define TEMPORARY_SCHEMA "pg_temp"

/* The string, kept once for all. */
const char *catalog_string(struct catalog *catalog, const char *string);

enum node_kind entry_class(enum node_kind kind);

/* Kinds whose names have no schema. */
bool kind_is_global(enum node_kind kind);

/* A new entry in all indices. `kind` and `key` are set. */
struct entry *entry_new(struct catalog *catalog, enum node_kind kind,
			const struct entry_key *key);

/* Takes an entry out of all indices, or puts it in by its key. */
void entry_unlink(struct catalog *catalog, struct entry *entry);
void entry_link(struct catalog *catalog, struct entry *entry);

/* What a lookup asks for, folded. */
struct entry_query {
	enum node_kind class;
	const char *schema; /* NULL: along the path */
	const char *name;
	const char *arguments;
	const struct entry *on;
	const char *path;
};

void entry_query_init(struct entry_query *query, struct arena *arena,
		      const struct catalog *catalog, enum node_kind kind,
		      const struct sql_name *name, const char *path);

/* The entry that is found first; `arena` is for temporary memory. */
struct entry *entry_find(const struct catalog *catalog, struct arena *arena,
			 const struct entry_query *query,
			 enum catalog_fit *fit);

struct catalog_column *entry_own_column(const struct catalog *catalog,
					const struct entry *entry,
					const char *name, bool quoted);
struct catalog_column *entry_add_column(struct catalog *catalog,
					struct entry *entry,
					const struct catalog_column *column);

/* All columns as they are now, inherited ones too. Sets *n and whether they
 * are known to be all. */
struct catalog_column *entry_columns(struct catalog *catalog,
				     struct entry *entry, uint32_t *n,
				     bool *known);

/* Takes over the columns that `like` has now. */
void entry_copy_columns(struct catalog *catalog, struct entry *entry,
			struct entry *like);

#endif
