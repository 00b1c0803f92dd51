/*
 * ddl.h - what the readers of definitions share.
 *
 * CREATE, ALTER, DROP and their kin become facts of definition, reference
 * and trigger; what their expressions call and what their queries read become
 * statements whose accessor is the defined object. A reader takes what it
 * knows and leaves the rest of the statement alone.
 *
 * Parts: ddl.c (first words, expressions), ddl_table.c (CREATE TABLE, columns,
 * keys), ddl_alter.c (ALTER TABLE), ddl_change.c (ALTER of others, DROP,
 * RENAME, COMMENT), ddl_view.c (views, rules, policies), ddl_index.c,
 * ddl_object.c (sequences, types, schemas, publications, ...),
 * ddl_trigger.c, ddl_routine.c (heads of routines), ddl_type.c.
 *
 * Facts live in the arena of the analysis.
 */
#ifndef ANALYZERS_SQL_DDL_H
#define ANALYZERS_SQL_DDL_H

#include "analyzers/sql/parser.h"

/* The reader of CREATE, for what CREATE SCHEMA holds. */
statement_reader read_create;

/* What stands between CREATE and the object's kind. */
struct ddl_head {
	uint32_t begin; /* offset of CREATE */
	uint32_t flags; /* bits of enum definition_flag */
	bool alter;	/* T-SQL: ALTER of something with a body */
	bool unique;
	bool recursive;
	bool foreign;
	const char *definer;  /* as written, or NULL */
	const char *security; /* "invoker", "definer" or NULL */
	bool macro;	      /* CREATE MACRO */
};

/* Whether functions and procedures have names of their own, databases are
 * schemas and triggers hold statements. */
bool ddl_is_mysql(const struct parser *p);

/* Whether the current word is that (in lower case); for words that are no
 * keywords. */
bool ddl_at_word(const struct parser *p, const char *word);
bool ddl_accept_word(struct parser *p, const char *word);

/* A new definition; its place begins at `begin`. */
struct fact *ddl_definition(struct parser *p, enum operation operation,
			    enum node_kind kind, uint32_t begin);

/* Delivers a definition, reference or trigger, which ends where the parser
 * stands, with the next ordinal. */
void ddl_deliver(struct parser *p, struct fact *fact);

void ddl_attribute(struct parser *p, struct fact *fact, const char *name,
		   const char *value);

void ddl_parent(struct parser *p, struct fact *fact,
		const struct sql_name *name);

/* The name with its last part only, or with a part put in front of it. */
struct sql_name ddl_last_part(struct parser *p, const struct sql_name *name);
struct sql_name ddl_moved(struct parser *p, const struct sql_name *name,
			  const struct sql_name *schema);

/* A name where nothing else can stand: it may be a word that is reserved in
 * queries. False, and nothing taken, if none stands here. */
bool ddl_name(struct parser *p, struct sql_name *name);

/* WAIT n or NOWAIT: how long MariaDB waits for a table. */
void ddl_skip_wait(struct parser *p);

/* A string literal's value, which is taken; NULL if there is none. */
const char *ddl_string(struct parser *p);

/* A word, quoted name or string as a name, after an optional "=", taken;
 * NULL if there is none. */
const char *ddl_option(struct parser *p);

/* The words up to the statement's end or a comma, white space folded. */
const char *ddl_rest(struct parser *p);

/*
 * A statement inside the one that is read, whose accessor is `object`:
 * begin, fill levels, finish. `row_table`: what NEW and OLD are rows of, or
 * NULL.
 */
struct ddl_inner {
	struct statement statement;
	struct accessor accessor; /* of the parser before */
	struct sql_name row_table;
	const struct routine_scope *routine;
};
void ddl_inner_begin(struct parser *p, struct ddl_inner *inner,
		     const char *verb, const struct object_name *object,
		     const struct sql_name *row_table);
void ddl_inner_finish(struct parser *p, struct ddl_inner *inner);

/* What the bytes from `begin` to `end`, an expression of a column, key or
 * index, call and mention, as a statement of `object`. Its columns are not
 * told: they are the object's own. */
void ddl_expression(struct parser *p, const struct object_name *object,
		    uint32_t begin, uint32_t end);

/* A default from its first token on: its text, or NULL; what it calls is told
 * as the object's. */
const char *ddl_default(struct parser *p, const struct object_name *object);

/* One token or pair of parentheses, told as ddl_expression(). */
void ddl_expression_one(struct parser *p, const struct object_name *object);

/* A condition over NEW and OLD, rows of `table`, as a statement of `object`.
 */
void ddl_condition(struct parser *p, const struct object_name *object,
		   const struct sql_name *table, const char *verb);

/* --- readers: the current token is behind the kind's word ---------------- */

void ddl_create_table(struct parser *p, const struct ddl_head *head);
void ddl_create_view(struct parser *p, const struct ddl_head *head,
		     enum node_kind kind);
void ddl_create_rule(struct parser *p, const struct ddl_head *head);
void ddl_create_policy(struct parser *p, const struct ddl_head *head);
void ddl_create_index(struct parser *p, const struct ddl_head *head);
void ddl_create_sequence(struct parser *p, const struct ddl_head *head);
void ddl_create_type(struct parser *p, const struct ddl_head *head);
void ddl_create_domain(struct parser *p, const struct ddl_head *head);
void ddl_create_schema(struct parser *p, const struct ddl_head *head);
void ddl_create_database(struct parser *p, const struct ddl_head *head);
void ddl_create_extension(struct parser *p, const struct ddl_head *head);
void ddl_create_publication(struct parser *p, const struct ddl_head *head);
void ddl_create_subscription(struct parser *p, const struct ddl_head *head);
void ddl_create_server(struct parser *p, const struct ddl_head *head);
void ddl_create_trigger(struct parser *p, const struct ddl_head *head);
void ddl_create_event(struct parser *p, const struct ddl_head *head);
void ddl_create_event_trigger(struct parser *p, const struct ddl_head *head);
void ddl_create_aggregate(struct parser *p, const struct ddl_head *head);

/* `procedure`: of a MySQL name, else it says nothing. */
void ddl_create_routine(struct parser *p, const struct ddl_head *head,
			bool procedure);

/* CREATE SYNONYM, behind the word; CREATE TASK and PIPE (Snowflake). */
void ddl_create_synonym(struct parser *p, const struct ddl_head *head);
void ddl_create_task(struct parser *p, const struct ddl_head *head);

/* What only warehouses have, see ddl_warehouse.c; behind the kind's word. */
void ddl_create_model(struct parser *p);
void ddl_create_stream(struct parser *p, const struct ddl_head *head);
void ddl_create_dictionary(struct parser *p, const struct ddl_head *head);
void ddl_create_on_table(struct parser *p, const struct ddl_head *head);
void ddl_create_alert(struct parser *p);
bool ddl_create_free_policy(struct parser *p);

/* CREATE QUEUE (T-SQL), behind the word; in tsql_queue.c. */
void ddl_create_queue(struct parser *p, const struct ddl_head *head);

/* CREATE PACKAGE [BODY], behind the word. */
/* At DATABASE LINK, which is no database (Oracle). */
bool ddl_at_link(struct parser *p);

void ddl_create_type_body(struct parser *p, const struct ddl_head *head);
void ddl_create_package(struct parser *p, const struct ddl_head *head);

/* The rest of CREATE VIEW or ALTER VIEW, of a policy: from the name on;
 * delivers the definition. */
void ddl_view(struct parser *p, struct fact *fact, const char *verb,
	      bool recursive);
void ddl_policy(struct parser *p, struct fact *fact);

/* At APPLY CHANGES INTO t FROM STREAM (s) ..., AUTO CDC INTO t ...
 * (Databricks); in access.c. */
void read_apply(struct parser *p);

/* DESCRIBE t, behind the word. */
void describe_table(struct parser *p);

void ddl_alter_table(struct parser *p, uint32_t begin, enum node_kind kind);

/* --- parts of tables ------------------------------------------------------ */

/* A table while it is read: its definition, and what is delivered behind it,
 * in that order. */
struct ddl_table {
	struct fact *fact;
	struct fact_definition *made; /* of the fact */
	struct fact **behind;
	uint32_t n_behind;
};

/* Begins the definition of a table (or another relation). */
void ddl_table_begin(struct parser *p, struct ddl_table *table,
		     enum operation operation, enum node_kind kind,
		     uint32_t begin);
void ddl_table_deliver(struct parser *p, struct ddl_table *table);
void ddl_table_deliver_behind(struct parser *p, struct ddl_table *table);

/* One element of CREATE TABLE: a column, key, foreign key, LIKE; it ends
 * before a comma or parenthesis. */
void ddl_table_element(struct parser *p, struct ddl_table *table);

/* A column: name, type, constraints. False if no name stands here. */
bool ddl_column(struct parser *p, struct ddl_table *table);

/* A column of which only the name is read; NULL if no name stands here. The
 * pointer lives until another column is added. */
struct defined_column *ddl_new_column(struct parser *p,
				      struct ddl_table *table);

/* Type and constraints of a column whose name is read; its default; what
 * stands behind GENERATED. */
void ddl_column_rest(struct parser *p, struct ddl_table *table, uint32_t index);
void ddl_column_default(struct parser *p, struct ddl_table *table,
			uint32_t index);
void ddl_column_generated(struct parser *p, struct ddl_table *table,
			  uint32_t index);

/* A key, check or foreign key of a table; false, and nothing taken, if none
 * begins here. */
bool ddl_table_constraint(struct parser *p, struct ddl_table *table);

/* At REFERENCES: a foreign key of these columns, delivered behind the table.
 */
void ddl_reference(struct parser *p, struct ddl_table *table, const char *name,
		   const char *const *columns, uint32_t n_columns);

/* (a, b DESC, c(10), lower(d)): the plain columns; *expressions is set if
 * there are others, and what these call is told as the object's. */
void ddl_key_columns(struct parser *p, const struct object_name *object,
		     struct defined_key *key, bool *expressions);

/* ENGINE=, COMMENT=, PARTITION BY ...: an option of a table, as an
 * attribute; false, and nothing taken, if none that is known stands here. */
bool ddl_table_option(struct parser *p, struct fact *fact);

/* ClickHouse: the table that an engine's arguments name, at the parenthesis; in
 * from_named.c. */
void from_engine(struct parser *p, const char *engine,
		 const struct object_name *object);

/* FOR VALUES ... or DEFAULT of a partition: an attribute. */
void ddl_partition_bound(struct parser *p, struct fact *fact);

/* --- routines ------------------------------------------------------------- */

/* (a integer, b text): "integer, text", in the arena; NULL if no parenthesis
 * opens here. Names of parameters go to `names`, if not NULL. */
const char *ddl_routine_arguments(struct parser *p, GPtrArray *names);

/* --- objects of any kind -------------------------------------------------- */

/* The kind that ALTER, DROP or COMMENT ON names next. */
struct ddl_kind {
	enum node_kind kind; /* NODE_NONE: none that is told */
	bool procedure;
	bool event_trigger;
	bool temporary;
	bool body; /* PACKAGE BODY, TYPE BODY: the object itself stays */
};

/* Takes the words of a kind; false, and nothing taken, at other words. */
bool ddl_kind(struct parser *p, struct ddl_kind *kind);

/* The name of an object of that kind: with the arguments of a routine, with
 * ON table of a trigger, rule, policy, constraint or MySQL's index. False if
 * there is none. */
bool ddl_object(struct parser *p, const struct ddl_kind *kind,
		struct object_name *object);

/* What ALTER SEQUENCE and CREATE SEQUENCE have behind the name. */
void ddl_sequence_options(struct parser *p, struct fact *fact);

/* (SFUNC = f, OUTPUT = g, BASETYPE = t, ...) of an aggregate or type: the
 * functions are called. Nothing happens where no parenthesis opens. */
void ddl_function_options(struct parser *p, struct fact *fact,
			  const char *verb);

/* DEFAULT and CHECK of a domain. */
void ddl_domain_options(struct parser *p, struct fact *fact);

/* FOR TABLE t, ...: the tables of a publication, its parents. */
void ddl_publication_options(struct parser *p, struct fact *fact);

/* ALTER EVENT and CREATE EVENT behind the name; delivers. */
void ddl_event(struct parser *p, struct fact *fact);

#endif
