/*
 * kinds.h - the closed word lists of the map.
 *
 * Every list is an X-macro: one row makes the enum constant and its name in
 * JSON, documents and messages. Order in a list is the order of sorting and
 * of display; the number of a constant is never stored (names are).
 *
 *	kind_name(&NODE_KIND, NODE_TABLE)            gives "table"
 *	kind_parse(&NODE_KIND, "table", &value)       gives true, NODE_TABLE
 *	flags_names(&OPERATION, mask, callback, data) calls for every set bit
 */
#ifndef GRAPH_KINDS_H
#define GRAPH_KINDS_H

#include <stdbool.h>
#include <stdint.h>

/* What a node is. A MySQL database is a schema. */
#define NODE_KINDS(X)                                                          \
	X(NODE_NONE, "none")                                                   \
	X(NODE_DATABASE, "database")                                           \
	X(NODE_SCHEMA, "schema")                                               \
	X(NODE_TABLE, "table")                                                 \
	X(NODE_VIEW, "view")                                                   \
	X(NODE_MATVIEW, "matview")                                             \
	X(NODE_FOREIGN_TABLE, "foreign_table")                                 \
	X(NODE_COLUMN, "column")                                               \
	X(NODE_INDEX, "index")                                                 \
	X(NODE_CONSTRAINT, "constraint")                                       \
	X(NODE_RULE, "rule")                                                   \
	X(NODE_POLICY, "policy")                                               \
	X(NODE_ROUTINE, "routine")                                             \
	X(NODE_TRIGGER, "trigger")                                             \
	X(NODE_EVENT, "event")                                                 \
	X(NODE_SEQUENCE, "sequence")                                           \
	X(NODE_TYPE, "type")                                                   \
	X(NODE_DOMAIN, "domain")                                               \
	X(NODE_EXTENSION, "extension")                                         \
	X(NODE_PUBLICATION, "publication")                                     \
	X(NODE_SUBSCRIPTION, "subscription")                                   \
	X(NODE_SLOT, "slot")                                                   \
	X(NODE_FOREIGN_SERVER, "foreign_server")                               \
	X(NODE_SERVER, "server")                                               \
	X(NODE_ROLE, "role")                                                   \
	X(NODE_REPOSITORY, "repository")                                       \
	X(NODE_FILE, "file")                                                   \
	X(NODE_FUNCTION, "function")                                           \
	X(NODE_CLASS, "class")                                                 \
	X(NODE_ENDPOINT, "endpoint")                                           \
	X(NODE_JOB, "job")                                                     \
	X(NODE_SCRIPT, "script")                                               \
	X(NODE_REPORT, "report")                                               \
	X(NODE_PANEL, "panel")                                                 \
	X(NODE_PIPELINE, "pipeline")                                           \
	X(NODE_STATEMENT, "statement")                                         \
	X(NODE_OWNER, "owner")

/* What an edge says, in the direction from -> to. */
#define EDGE_KINDS(X)                                                          \
	X(EDGE_NONE, "none")                                                   \
	X(EDGE_READS, "reads")		 /* accessor -> relation */            \
	X(EDGE_WRITES, "writes")	 /* accessor -> relation */            \
	X(EDGE_DEFINES, "defines")	 /* text -> object */                  \
	X(EDGE_MENTIONS, "mentions")	 /* accessor -> object */              \
	X(EDGE_REFERENCES, "references") /* table -> table */                  \
	X(EDGE_CALLS, "calls")		 /* caller or trigger -> routine */    \
	X(EDGE_FIRES, "fires")		 /* table -> trigger */                \
	X(EDGE_RUNS, "runs")		 /* job -> script */                   \
	X(EDGE_CONTAINS, "contains")	 /* parent -> child, partitions too */ \
	X(EDGE_REPLICATES, "replicates") /* origin -> copy */                  \
	X(EDGE_DERIVES, "derives")	 /* source column -> derived one */    \
	X(EDGE_OWNS, "owns")		 /* owner -> object */

/* What is done along a reads, writes or defines edge: a bit each. */
#define OPERATIONS(X)                                                          \
	X(OP_SELECT, "select", 0)                                              \
	X(OP_INSERT, "insert", 1)                                              \
	X(OP_UPDATE, "update", 2)                                              \
	X(OP_DELETE, "delete", 3)                                              \
	X(OP_MERGE, "merge", 4)                                                \
	X(OP_TRUNCATE, "truncate", 5)                                          \
	X(OP_COPY, "copy", 6)                                                  \
	X(OP_LOCK, "lock", 7)                                                  \
	X(OP_REFRESH, "refresh", 8)                                            \
	X(OP_CREATE, "create", 9)                                              \
	X(OP_ALTER, "alter", 10)                                               \
	X(OP_DROP, "drop", 11)

/* How a statement uses a column: a bit each. */
#define ROLES(X)                                                               \
	X(ROLE_SELECT, "select", 0)                                            \
	X(ROLE_WHERE, "where", 1)                                              \
	X(ROLE_JOIN, "join", 2)                                                \
	X(ROLE_GROUP, "group", 3)                                              \
	X(ROLE_ORDER, "order", 4)                                              \
	X(ROLE_WRITE, "write", 5)                                              \
	X(ROLE_STAR, "star", 6)

/* How a derived column is made of its sources. */
#define HOWS(X)                                                                \
	X(HOW_COPIED, "copied")	    /* the value itself */                     \
	X(HOW_COMPUTED, "computed") /* an expression over it */                \
	X(HOW_AGGREGATED, "aggregated")

/* Rising order: the highest of an edge's evidence is the edge's. */
#define CONFIDENCES(X)                                                         \
	X(CONFIDENCE_NONE, "none")                                             \
	X(CONFIDENCE_POSSIBLE, "possible") /* a name matched, form unsure */   \
	X(CONFIDENCE_LIKELY, "likely")	   /* by convention or filled hole */  \
	X(CONFIDENCE_CERTAIN, "certain")   /* whole statement, bound names */

/* How the evidence was found. */
#define VIAS(X)                                                                \
	X(VIA_NONE, "none")                                                    \
	X(VIA_CATALOG, "catalog")   /* a row or definition of a catalog */     \
	X(VIA_SQL, "sql")	    /* SQL in a string or script */            \
	X(VIA_DDL, "ddl")	    /* a definition in a script */             \
	X(VIA_ORM, "orm")	    /* a mapping, or a query through one */    \
	X(VIA_SCRIPT, "script")	    /* SQL given to a client in a shell */     \
	X(VIA_SCHEDULE, "schedule") /* a crontab line and its kin */           \
	X(VIA_REPORT, "report")	    /* a report's or panel's query */          \
	X(VIA_PIPELINE, "pipeline") /* a pipeline's definition */              \
	X(VIA_CALL, "call")	    /* a call or import in code */             \
	X(VIA_OWNERS, "owners")	    /* an ownership file */                    \
	X(VIA_SEEN, "seen")	    /* a statement a server has seen */        \
	X(VIA_CLANG, "clang")	    /* the deep pass over C and C++ */

/* What kind of code the evidence lies in; by path unless a fact says. */
#define SCOPES(X)                                                              \
	X(SCOPE_NONE, "none")                                                  \
	X(SCOPE_MAIN, "main")                                                  \
	X(SCOPE_TEST, "test")                                                  \
	X(SCOPE_MIGRATION, "migration")                                        \
	X(SCOPE_EXAMPLE, "example")                                            \
	X(SCOPE_VENDOR, "vendor")                                              \
	X(SCOPE_DOCS, "docs")

#define SOURCE_KINDS(X)                                                        \
	X(SOURCE_NONE, "none")                                                 \
	X(SOURCE_POSTGRESQL, "postgresql")                                     \
	X(SOURCE_MYSQL, "mysql")                                               \
	X(SOURCE_MARIADB, "mariadb")                                           \
	X(SOURCE_GIT, "git")                                                   \
	X(SOURCE_FOLDER, "folder")                                             \
	X(SOURCE_LOG, "log")

/* The name is how --dialect writes it. */
#define DIALECTS(X)                                                            \
	X(DIALECT_GENERIC, "generic")                                          \
	X(DIALECT_POSTGRESQL, "postgresql")                                    \
	X(DIALECT_MYSQL, "mysql")                                              \
	X(DIALECT_MARIADB, "mariadb")                                          \
	X(DIALECT_TSQL, "tsql")                                                \
	X(DIALECT_ORACLE, "oracle")                                            \
	X(DIALECT_SQLITE, "sqlite")                                            \
	X(DIALECT_BIGQUERY, "bigquery")                                        \
	X(DIALECT_SNOWFLAKE, "snowflake")                                      \
	X(DIALECT_REDSHIFT, "redshift")                                        \
	X(DIALECT_SPARK, "spark")                                              \
	X(DIALECT_HIVE, "hive")                                                \
	X(DIALECT_TRINO, "trino")                                              \
	X(DIALECT_CLICKHOUSE, "clickhouse")                                    \
	X(DIALECT_DUCKDB, "duckdb")                                            \
	X(DIALECT_DB2, "db2")                                                  \
	X(DIALECT_TERADATA, "teradata")

#define KIND_CONSTANT(constant, name) constant,
#define KIND_BIT(constant, name, bit) constant = 1 << (bit),

enum node_kind { NODE_KINDS(KIND_CONSTANT) N_NODE_KINDS };
enum edge_kind { EDGE_KINDS(KIND_CONSTANT) N_EDGE_KINDS };
enum operation { OP_NONE = 0, OPERATIONS(KIND_BIT) };
enum role { ROLE_NONE = 0, ROLES(KIND_BIT) };
enum how { HOWS(KIND_CONSTANT) N_HOWS };
enum confidence { CONFIDENCES(KIND_CONSTANT) N_CONFIDENCES };
enum via { VIAS(KIND_CONSTANT) N_VIAS };
enum scope { SCOPES(KIND_CONSTANT) N_SCOPES };
enum source_kind { SOURCE_KINDS(KIND_CONSTANT) N_SOURCE_KINDS };
enum dialect { DIALECTS(KIND_CONSTANT) N_DIALECTS };

/* One word list at run time; `bits` says that its values are single bits. */
struct kind_list {
	const char *title; /* "node kind", for messages */
	bool bits;
	unsigned count;
	const char *const *names;
};

extern const struct kind_list NODE_KIND, EDGE_KIND, OPERATION, ROLE, HOW,
	CONFIDENCE, VIA, SCOPE, SOURCE_KIND, DIALECT, REASON;

/* The name of a value; for a list of bits the value has one bit set. */
const char *kind_name(const struct kind_list *list, unsigned value);

/* False when no row has that name; *value is then left alone. */
bool kind_parse(const struct kind_list *list, const char *name,
		unsigned *value);

/* Calls once for every set bit of `mask`, in the order of the list. */
void flags_names(const struct kind_list *list, unsigned mask,
		 void (*each)(const char *name, void *payload), void *payload);

#endif
