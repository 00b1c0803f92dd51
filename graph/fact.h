/*
 * fact.h - what analyzers say of a text: the contract of the whole program.
 *
 * A fact is one statement about one text, with names as written, its place,
 * how it was found and how sure its finder is. It holds no path, source or
 * catalog: a text may lie at several paths. Facts are values in an arena;
 * they travel, are cached and tested as the same bytes.
 *
 * Facts as bytes are a row of records, each headed by its length, so that a
 * reader can skip what it does not want. The encoding is driven by tables in
 * fact.c, one row a field: adding a field is one line here and one there,
 * and FACT_FORMAT rises. Bytes of another format are not read (the cache key
 * holds it). Reading broken bytes fails cleanly: a map is untrusted input.
 *
 *	GByteArray *bytes = g_byte_array_new();
 *	fact_encode(&fact, bytes);
 *	struct fact_reader reader = {bytes->data, bytes->len, &arena};
 *	while ((fact = fact_next(&reader)))
 *		...
 */
#ifndef GRAPH_FACT_H
#define GRAPH_FACT_H

#include <glib.h>

#include "graph/arena.h"
#include "graph/blind_spot.h"
#include "graph/kinds.h"
#include "graph/scope.h"

#define FACT_FORMAT 5

#define FACT_KINDS(X)                                                          \
	X(FACT_STATEMENT, "statement")	 /* SQL that accesses or calls */      \
	X(FACT_DEFINITION, "definition") /* an object made or changed */       \
	X(FACT_REFERENCE, "reference")	 /* a foreign key */                   \
	X(FACT_CALL, "call")		 /* a script or function is run */     \
	X(FACT_TRIGGER, "trigger")	 /* a table fires a trigger */         \
	X(FACT_SCHEDULE, "schedule")	 /* when a job runs */                 \
	X(FACT_EXPORT, "export")	 /* a symbol others may use */         \
	X(FACT_IMPORT, "import")	 /* a use of a symbol */               \
	X(FACT_OWNER, "owner")		 /* who owns paths or objects */       \
	X(FACT_CONNECTION, "connection") /* which catalog is talked to */      \
	X(FACT_SEEN, "seen")		 /* a server's statement, counted */   \
	X(FACT_GAP, "gap")		 /* a blind spot */

enum fact_kind { FACT_KINDS(KIND_CONSTANT) N_FACT_KINDS };
extern const struct kind_list FACT_KIND;

/* Lines of the outermost host, from 1; end_line >= line. */
struct place {
	uint32_t line, end_line;
};

/*
 * An object named in a text. SQL objects have their name as written, `on`
 * for what belongs to a table (index, constraint, trigger, policy, rule),
 * and a routine's input argument types in `arguments` ("integer, text",
 * folded; MySQL: "function" or "procedure"; NULL: not known). Symbols of
 * code (function, class, job, panel) have their local name in parts
 * ("Order", "list"). The second equal symbol of a text has nth 2.
 */
struct object_name {
	enum node_kind kind;
	struct sql_name name;
	struct sql_name on;
	const char *arguments;
	uint32_t nth; /* 0 and 1: the first */
};

/* Who reads, writes or calls; kind NODE_FILE or NODE_NONE without a name:
 * the file itself. */
struct accessor {
	struct object_name object;
};

/*
 * A string with unknown parts. A literal part is text; a symbol part stands
 * for the value of a symbol, to be filled at link; a hole is unknown, its
 * text is what stands in the code, for people (may be NULL).
 */
enum value_part_kind { PART_LITERAL, PART_SYMBOL, PART_HOLE };

/*
 * A symbol as a text names it. `module` is where it comes from as written
 * (Python "app.queries" or ".queries", a file name for sourced scripts); NULL
 * or "": this very text. `parts` is the path inside it ("Queries",
 * "ORDERS"). The linker makes symbols of paths and local names by one data
 * row a language.
 */
#define ROUTINE_MODULE "sql:" /* routines of databases, names as written */

struct symbol {
	const char *module;
	const char **parts;
	uint32_t n_parts;
};

struct value_part {
	enum value_part_kind kind;
	const char *text; /* literal bytes; a hole's text */
	struct symbol symbol;
	uint32_t line; /* of the part's first byte in the host */
};

struct value {
	struct value_part *parts;
	uint32_t n_parts; /* 0: no value */
};

/* One SQL statement, or a fragment of one. */
struct fact_statement {
	const char *verb; /* "select", "insert", "create view", ...: the
			     statement's leading words in lower case */
	bool complete;	  /* read to its end as a whole statement */
	bool prose;	  /* reads more like prose than like SQL; the linker
			     keeps it only if its names bind */
	struct place span;
	uint64_t fingerprint; /* of the text with literals masked, comments
				 gone and words folded; 0: none */
	enum dialect dialect;
	struct sql_level *levels;
	uint32_t n_levels;
	struct sql_call *calls;
	uint32_t n_calls;
	struct sql_mention *mentions;
	uint32_t n_mentions;
	/* The relation whose columns the root level's outputs become (view,
	 * CREATE TABLE AS), for lineage; no name: none. */
	struct sql_name into;
	const char **into_columns; /* CREATE VIEW v (a, b) */
	uint32_t n_into_columns;
	/* NEW and OLD are rows of this table (a trigger's body). */
	struct sql_name row_table;
	/* Tables of a trigger's changed rows, which are that table's. */
	struct sql_name *transitions;
	uint32_t n_transitions;
};

enum column_flag {
	COLUMN_NOT_NULL = 1 << 0,
	COLUMN_PRIMARY = 1 << 1,
	COLUMN_UNIQUE = 1 << 2,
	COLUMN_DEFAULT = 1 << 3,   /* has one; its text is in `value` */
	COLUMN_GENERATED = 1 << 4, /* its expression is in `value` */
	COLUMN_IDENTITY = 1 << 5,  /* also AUTO_INCREMENT */
	COLUMN_DROPPED = 1 << 6,   /* ALTER ... DROP COLUMN */
	COLUMN_CHANGED = 1 << 7,   /* ALTER ... ALTER or MODIFY COLUMN */
};

struct defined_column {
	const char *name;
	bool quoted;
	const char *type;     /* as written, white space folded; may be NULL */
	const char *value;    /* default or generation expression, or NULL */
	const char *new_name; /* RENAME COLUMN, CHANGE; or NULL */
	const char *comment;
	uint32_t flags;
	uint32_t line;
};

/* A key or check of a table, or an index's columns. */
struct defined_key {
	const char *kind; /* "primary", "unique", "check", "exclude", "index" */
	const char *name; /* or NULL */
	const char **columns;
	uint32_t n_columns;
};

struct attribute {
	const char *name; /* standard term: "language", "returns", "engine" */
	const char *value;
};

enum definition_flag {
	DEFINE_TEMPORARY = 1 << 0,
	DEFINE_IF_NOT_EXISTS = 1 << 1, /* or IF EXISTS */
	DEFINE_OR_REPLACE = 1 << 2,
	DEFINE_PARTITION = 1 << 3, /* parents[0] is partitioned */
	DEFINE_LIKE = 1 << 4,	   /* columns are those of parents[0] */
	DEFINE_SYMBOL = 1 << 5,	   /* a symbol of code (function, job, ...):
				      a node to be, no DDL */
};

/* An object made, changed or dropped: DDL, a catalog's row, an ORM mapping,
 * or a symbol of code. For an ALTER only what changes is filled in. */
struct fact_definition {
	enum operation operation; /* create, alter, drop */
	struct object_name object;
	uint32_t flags;
	uint32_t ordinal;	   /* rises through the text; from 1 */
	struct sql_name rename_to; /* or ATTACH: see parents */
	struct defined_column *columns;
	uint32_t n_columns;
	struct defined_key *keys;
	uint32_t n_keys;
	struct sql_name *parents; /* INHERITS, PARTITION OF, LIKE; sequence
				     OWNED BY: the table */
	uint32_t n_parents;
	struct attribute *attributes;
	uint32_t n_attributes;
};

/* COMMENT ON: it changes what is said of an object, not the object. */
bool definition_is_comment(const struct fact_definition *definition);

/* A foreign key. Without `to_columns`: the primary key of `to`. */
struct fact_reference {
	const char *name; /* of the constraint, or NULL */
	struct sql_name from, to;
	const char **columns;
	uint32_t n_columns;
	const char **to_columns;
	uint32_t n_to_columns;
	const char *on_delete; /* "cascade", ... or NULL */
	uint32_t ordinal;
};

/* The accessor runs something: a job its script, a script a file, code a
 * function of another text. Routines called in SQL are in the statement. */
struct fact_call {
	enum node_kind kind;	/* NODE_SCRIPT, NODE_FILE, NODE_FUNCTION */
	const char *path;	/* of a script or file, as written; holes as
				   TEXT_HOLE */
	struct symbol symbol;	/* of a function */
	const char **arguments; /* what is passed on, for people; masked */
	uint32_t n_arguments;
};

struct fact_trigger {
	struct sql_name name, table;
	const char *timing;	      /* "before", "after", "instead of" */
	uint32_t events;	      /* bits: insert update delete truncate */
	struct sql_name routine;      /* PostgreSQL: what it executes */
	struct sql_name *transitions; /* REFERENCING NEW TABLE AS name */
	uint32_t n_transitions;
	uint32_t ordinal;
};

struct fact_schedule {
	const char *when;    /* as written: "30 2 * * *" */
	const char *user;    /* or NULL */
	const char *command; /* literals that may be secret masked */
};

enum export_kind {
	EXPORT_VALUE, /* a string: `value` */
	EXPORT_SINK,  /* a function that passes parameter `parameter` (from 0,
			 not counting self; `parameter_name`) to a sink; with
			 `target`, only if that symbol is a sink itself */
	EXPORT_MODEL, /* an ORM class: `table`, `columns` */
	EXPORT_ALIAS, /* another name of `target` (import, re-export, base) */
};

/* A mapped attribute of a model: Python name, column name. */
struct model_column {
	const char *attribute;
	const char *column;
	struct symbol target; /* a relation attribute leads to this model */
	bool reverse; /* the attribute is the target's and leads back here */
	bool many;    /* by a table between the two, whose name is that of the
			 model's and the attribute unless `between` says it;
			 its reverse stands right behind it */
	const char *between;
};

struct fact_export {
	enum export_kind kind;
	struct symbol symbol; /* module NULL: of this text */
	struct value value;
	uint32_t parameter;
	const char *parameter_name;
	struct sql_name table;	/* its name; parts empty: by convention */
	const char *convention; /* ORM whose naming rule gives the table:
				   "django"; or NULL */
	struct model_column *columns;
	uint32_t n_columns;
	struct symbol target;
	/* EXPORT_SINK: its own text calls it nowhere; so what is passed to it
	 * is for other texts to say. */
	bool uncalled;
};

enum import_kind {
	IMPORT_VALUE, /* `value` has symbols: SQL once they are filled */
	IMPORT_CALL,  /* `symbol` is called with `arguments`; SQL if it is
			 exported as a sink and the argument is a string;
			 without arguments: it gets what was read already */
	IMPORT_MODEL, /* `symbol`, if a model, is read or written */
};

struct call_argument {
	const char *name; /* of a keyword argument, or NULL */
	struct value value;
};

/* A column used through a model's attribute. */
struct model_use {
	const char *attribute;
	uint32_t roles;
};

struct fact_import {
	enum import_kind kind;
	struct symbol symbol;
	struct value value;
	struct call_argument *arguments; /* positional ones first, in order */
	uint32_t n_arguments;
	/* IMPORT_MODEL: the ORM whose query this is whatever `symbol` turns
	 * out to be; NULL: it is one only if that is a model. */
	const char *convention;
	/* IMPORT_MODEL: what this path of attributes ("lines__product") of
	 * `symbol` leads to; without a symbol, what an attribute of that name
	 * leads to anywhere. */
	const char *relation;
	/* `symbol` is no class but the name of what holds an object of one:
	 * "order" is an Order. */
	bool guess;
	/* The path may end in columns; what leads nowhere is none. */
	bool lookup;
	/* What leads from one to the other is changed, not what is there. */
	bool between;
	uint32_t operations; /* IMPORT_MODEL: select, insert, update, delete */
	struct model_use *uses;
	uint32_t n_uses;
	enum dialect dialect;
	struct place span; /* of the whole call or query */
};

/* Owners of what matches a pattern, a row of CODEOWNERS. The last row that
 * matches wins. */
struct fact_owner {
	const char *pattern;
	const char **owners; /* none: explicitly nobody */
	uint32_t n_owners;
	uint32_t ordinal;
};

struct fact_connection {
	enum dialect dialect;
	const char *host;     /* or NULL */
	const char *database; /* or NULL; holes as TEXT_HOLE */
};

/* A statement that a server has run. It reads and writes as any other: code
 * that looks at as.statement of a fact may look at this one. */
struct fact_seen {
	struct fact_statement statement; /* first */
	const char *text; /* for people: literals masked, cut; or NULL */
	const char *role;
	const char *host;
	uint64_t calls;
	uint64_t rows;
};

struct fact_gap {
	enum reason reason;
	const char *pattern; /* of a table's name, holes as '*'; or NULL */
	const char *detail;  /* one line for people; or NULL */
	uint64_t count;	     /* how many alike; 0 counts as 1 */
};

struct fact {
	enum fact_kind kind;
	struct place place;
	enum via via;
	enum scope scope; /* SCOPE_NONE: by path, at link */
	enum confidence confidence;
	struct accessor accessor;
	/* Which statement of its text it is of, from 1: a definition and what
	 * it holds are one. 0: not told. Of use while a text is read, so it is
	 * no part of the record. */
	uint32_t statement;
	/* The schema or search path in force where the text sets one itself
	 * (USE db, SET search_path); names as written, comma separated. */
	const char *schema;
	union {
		struct fact_statement statement;
		struct fact_definition definition;
		struct fact_reference reference;
		struct fact_call call;
		struct fact_trigger trigger;
		struct fact_schedule schedule;
		struct fact_export export;
		struct fact_import import;
		struct fact_owner owner;
		struct fact_connection connection;
		struct fact_seen seen;
		struct fact_gap gap;
	} as;
};

/* Appends the record of one fact. Absent and default fields take no room. */
void fact_encode(const struct fact *fact, GByteArray *bytes);

struct fact_reader {
	const uint8_t *bytes;
	size_t size;
	struct arena *arena; /* gets arrays; strings point into `bytes` */
	bool broken;	     /* set when the bytes are not what we write */
};

/* The kind of the next fact, which is not read yet; N_FACT_KINDS at the end
 * or where the bytes are broken. */
enum fact_kind fact_peek(const struct fact_reader *reader);

/*
 * What can be told of the next fact, a FACT_STATEMENT, without decoding it:
 * its dialect, and whether its outputs become columns of something (`into`).
 * False where its bytes are broken.
 */
bool fact_peek_statement(const struct fact_reader *reader,
			 enum dialect *dialect, bool *into);

/* Passes the next fact over without decoding it. */
void fact_skip(struct fact_reader *reader);

/* The next fact, in the reader's arena; its strings point into the bytes and
 * live as long as they do. NULL at the end, or when `broken` is set. */
struct fact *fact_next(struct fact_reader *reader);

/*
 * The fact as one line of JSON without newline: kind first, fields in the
 * order of this header, defaults left out, holes as "<hole>". For people and
 * golden files.
 */
void fact_to_json(const struct fact *fact, GString *out);

#endif
