/*
 * linker.h - what the files of the linker share; nobody else includes it.
 *
 * One struct linker lives for one call of link_graph(). Its arena holds all
 * decoded facts and everything the files make on the way.
 *
 *	link.c      the order of the steps
 *	unit.c      the facts of a text
 *	symbols.c   exports by name
 *	imports.c   imports in rounds; values to derived texts
 *	objects.c   catalogs to nodes and their edges
 *	access.c    statements to reads, writes, calls, derives
 *	pieces.c    statements read by several threads, linked in order
 *	runners.c   routines of databases that run an argument as SQL
 *	models.c    ORM classes and their uses
 *	relations.c models by attributes, base classes and names
 *	bind.c      a name to an object of one of the catalogs
 *	places.c    accessors, scripts, files to nodes; scope by path
 *	seen.c      statements that a server has seen; a database
 *	owners.c    ownership rows to owners
 *	ledger.c    gaps and unread texts to blind spots
 */
#ifndef GRAPH_LINK_LINKER_H
#define GRAPH_LINK_LINKER_H

#include "graph/catalog/catalog.h"
#include "graph/link/link.h"
#include "graph/resolve/resolve.h"

struct stretch {
	const guint8 *bytes;
	size_t size;
};

/*
 * A text with its facts decoded, but for the statements that it came with:
 * most facts are statements, each is needed once, so they stay bytes until
 * their turn. Derived statements, and those that make columns of a view, are
 * among the facts.
 */
struct unit {
	uint32_t source;
	const char *path;
	const struct link_text *text;
	enum scope scope; /* by its path */
	struct fact **facts;
	uint32_t n_facts;
	struct stretch statements; /* bytes that hold statements; or none */
	enum dialect dialect;	   /* of the first statement that has one */
	struct place *used;	   /* of its constants that other texts use */
	uint32_t n_used;
	bool derived;	    /* has statements of derived texts */
	bool aside;	    /* not compiled */
	bool demanded;	    /* asked for in this round */
	const char *symbol; /* how its language names it: "app.queries" */
	uint32_t node;	    /* of the file; GRAPH_ABSENT until needed */
	/* Tables that the text makes for itself alone: folded names. */
	const char **temporary;
	uint32_t n_temporary;
};

/* What a thread remembers of names that it was asked for: see bind.c. One a
 * thread; zeroed at first. */
struct binder {
	GHashTable *questions;
	struct arena arena;
};

struct linker {
	struct arena arena;
	struct arena scratch; /* of the statement in hand */
	struct graph *graph;
	const struct link_source *sources;
	uint32_t n_sources;
	const struct link_settings *settings;
	const struct link_callbacks *callbacks;
	struct unit *units;
	uint32_t n_units;
	/* One a source: a catalog's own objects, or those that a repository's
	 * definitions suppose. */
	struct catalog **catalogs;
	uint64_t *talks; /* bit c of [s]: source s talks to catalog c */
	/* [s * n_sources + c]: the schema in which names of source s are found
	 * in catalog c without saying so, or NULL. */
	const char **schemas;
	struct symbols *symbols;
	struct runners *runners;
	GHashTable *settled;	     /* import facts that are resolved */
	GHashTable *used;	     /* export facts of sinks that are called */
	struct binder binder;	     /* of the thread that links */
	GHashTable *views;	     /* catalog_object -> struct view_query */
	GHashTable *rows;	     /* catalog_object of a trigger's routine ->
					struct resolve_rows */
	GHashTable *placed;	     /* node index -> unit */
	struct relations *relations; /* models by what leads to them; or NULL */
	GHashTable *told;   /* gaps of models that were said, as text */
	GHashTable *labels; /* source and folder -> label of a Django
			       application; "" of several */
	GHashTable *seen;   /* node index -> struct seen_count */
	uint64_t *prose;    /* strings judged prose, one a source */
	GPtrArray *held;    /* GByteArray of derived and demanded facts */
};

/* Sets of sources are bits of a word. */
#define LINK_SOURCES_MAX 64

/* A name with holes, or in several catalogs, has at most so many objects. */
#define LINK_MATCHES_MAX 20
#define LINK_CATALOGS_MAX 8

#define FOR_UNITS(linker, it)                                                  \
	for (struct unit *it = (linker)->units;                                \
	     it < (linker)->units + (linker)->n_units; it++)

/* The facts that the unit has now; it may not grow meanwhile. */
#define FOR_FACTS(of, it)                                                      \
	for (struct fact **it##_at = (of)->facts, *it;                         \
	     it##_at < (of)->facts + (of)->n_facts && (it = *it##_at);         \
	     it##_at++)

/* --- unit.c --- */

/* Appends facts to the unit's; the bytes must live as long as the linker.
 * With `all` its statements are decoded too. Facts that are broken end the
 * reading with a blind spot. */
void unit_add_facts(struct linker *linker, struct unit *unit,
		    const guint8 *bytes, size_t size, bool all);

/* Says that the stored facts of the unit are not what we write. */
void unit_broken(struct linker *linker, struct unit *unit);

/*
 * Statements of a unit, or of a part of it, whose turn it is: those of the
 * bytes [begin, end), which are whole facts, and with `facts` those that are
 * decoded. Decoded into `arena`. Calls once for a statement that was found in
 * two ways. False when bytes are broken; what is before them was called for.
 */
struct stretch_part {
	struct unit *unit;
	const guint8 *begin, *end;
	bool facts;
};
bool unit_statements(const struct stretch_part *part, struct arena *arena,
		     void (*each)(struct fact *fact, void *payload),
		     void *payload);

static inline const char *unit_source_id(const struct linker *linker,
					 const struct unit *unit)
{
	return linker->sources[unit->source].source.id;
}

static inline bool unit_is_catalog(const struct linker *linker,
				   const struct unit *unit)
{
	return linker->sources[unit->source].catalog;
}

/* --- places.c --- */

enum scope scope_of_path(const char *path);

/* The node of the text itself: a file, or what its language makes of it. */
uint32_t unit_node(struct linker *linker, struct unit *unit);

/* The node that reads, writes or calls; `schema` is the path in force. */
uint32_t accessor_node(struct linker *linker, struct unit *unit,
		       const struct accessor *accessor, const char *schema);

/* Evidence of a fact, with what every evidence of it has in common: source,
 * path or object, lines, via, scope, confidence. */
struct evidence evidence_of(struct linker *linker, struct unit *unit,
			    const struct fact *fact, uint32_t line,
			    uint32_t end_line);

/* Symbols of code (DEFINE_SYMBOL), schedules, calls of scripts. */
void link_places(struct linker *linker);

/* --- symbols.c --- */

/* Resolves imports in rounds; derived facts join their units (imports.c). */
void link_imports(struct linker *linker);

void symbols_free(struct symbols *symbols);

/* The class that a symbol used in `unit` means, as its export's fact and the
 * text that holds it; NULL when nothing exports it. */
const struct fact *symbols_model(struct linker *linker, struct unit *unit,
				 const struct symbol *symbol,
				 struct unit **holder,
				 enum confidence *confidence);

/* The unit that a path written in `unit` means: relative to it, else the one
 * whose path ends so, of several the nearest, among the sources; NULL else.
 * With *sure false the end of the path is all that speaks for it. */
struct unit *symbols_path(struct linker *linker, struct unit *unit,
			  const char *path, bool *sure);

/* The argument that the sink takes, or NULL (imports.c). */
const struct value *import_argument(const struct fact_import *import,
				    const struct fact_export *sink);

/* Compiles what the value comes to as a text of the import's place; false
 * when a symbol is open, which is let pass when `final`. */
typedef bool link_derive(struct linker *linker, struct unit *unit,
			 const struct fact *import, const struct value *value,
			 enum confidence confidence, bool final);

/* --- runners.c --- */

struct runners *runners_new(void);
void runners_free(struct runners *runners);

/* Takes in those that the configuration names. */
void runners_name(struct linker *linker);

/* An export of ROUTINE_MODULE. */
void runners_add(struct linker *linker, const struct unit *unit,
		 const struct fact_export *sink);

/* An import of ROUTINE_MODULE; true when it was one of them and is read. */
bool runners_resolve(struct linker *linker, struct unit *unit,
		     const struct fact *fact, link_derive *derive);

/* A call in a statement: a blind spot if what it runs was not read. */
void runners_call(struct linker *linker, struct unit *unit,
		  const struct fact *fact, const struct sql_name *name);

/* --- bind.c --- */

/* What a name of a relation is bound to. */
struct binding {
	uint32_t n; /* 0: nothing */
	struct catalog_object *objects[LINK_MATCHES_MAX];
	uint32_t catalogs[LINK_MATCHES_MAX]; /* index of the source */
	enum catalog_fit fit;
	bool supposed;	/* found in a repository's own definitions alone */
	bool ambiguous; /* in several catalogs */
	bool foreign;	/* the statement is of another dialect than all */
	bool pattern;	/* matched by a name with holes */
	bool too_many;	/* and more than can be listed */
};

/* Decides which catalogs each source talks to. After the catalogs. */
void link_talks(struct linker *linker);

void bind_relation(struct linker *linker, struct unit *unit,
		   enum dialect dialect, const struct sql_name *name,
		   const char *schema, struct binding *binding);

/* The same in any thread, with its own binder; nothing else is changed. */
void bind_relation_by(struct binder *binder, struct linker *linker,
		      struct unit *unit, enum dialect dialect,
		      const struct sql_name *name, const char *schema,
		      struct binding *binding);
void binder_release(struct binder *binder);

/* The object of any kind in the catalogs that the unit talks to; NULL. */
struct catalog_object *bind_object(struct linker *linker, struct unit *unit,
				   enum dialect dialect,
				   const struct object_name *name,
				   const char *schema, uint32_t *catalog);

/* The routine that a call means; NULL when no catalog has it. */
struct catalog_object *bind_routine(struct linker *linker, struct unit *unit,
				    enum dialect dialect,
				    const struct sql_name *name,
				    const char *schema, uint32_t n_arguments,
				    uint32_t *catalog);

bool name_has_hole(const struct sql_name *name);

/* A name's parts folded for the dialect; DIALECT_GENERIC folds to lower
 * case. In the linker's arena. */
const char **name_parts(struct linker *linker, enum dialect dialect,
			const struct sql_name *name);

/* The dialect of a statement: its own, else that of the only catalog that
 * its source talks to. */
enum dialect unit_dialect(struct linker *linker, struct unit *unit,
			  enum dialect dialect);

/* --- objects.c --- */

/* Replays definitions, then makes nodes and edges of what they define. */
void link_catalogs(struct linker *linker);
void link_objects(struct linker *linker);

/* The node of a catalog's object; an unbound one for a supposed object. */
uint32_t object_node(struct linker *linker, uint32_t catalog,
		     struct catalog_object *object);

/* The node for a name bound to nothing. */
uint32_t unbound_node(struct linker *linker, enum node_kind kind,
		      const char **parts, uint32_t n_parts);

/* The column's node, or GRAPH_ABSENT when the object has no such column. */
uint32_t column_node(struct linker *linker, uint32_t catalog,
		     struct catalog_object *object, const char *name);

/* --- access.c --- */

struct view_query {
	struct unit *unit;
	struct fact *fact;
	bool asked; /* once: what is not known then stays so */
};

/* Notes the query of each view, derives columns that no definition gives. */
void link_views(struct linker *linker);

/* A statement with all that its names mean. */
struct prepared {
	struct unit *unit;
	struct fact *fact;
	struct resolution resolution;
	struct binding *bindings; /* one a table */
};

/* Resolves a statement, into the arena; changes nothing of the linker, so that
 * threads can do it. False when it says nothing. */
bool prepare_statement(struct linker *linker, struct unit *unit,
		       struct fact *fact, struct binder *binder,
		       struct arena *arena, struct prepared *prepared);

/* Puts it into the graph. */
void link_prepared(struct linker *linker, const struct prepared *prepared);

/* --- pieces.c --- */

void link_statements(struct linker *linker);

/* An edge to all that a name of a relation means, with the blind spots that
 * come of it; `columns` may be NULL. */
void link_to_relation(struct linker *linker, struct unit *unit,
		      const struct fact *fact, uint32_t from,
		      enum edge_kind kind, const struct sql_name *name,
		      const struct binding *binding, struct evidence *evidence);

/* --- models.c --- */

/* Names the tables of ORM classes that go by convention, before catalogs are
 * replayed; then their uses. */
void link_model_tables(struct linker *linker);
void link_model_uses(struct linker *linker);

/* The table of a model's class, named by convention if need be; NULL when no
 * model is meant. */
const struct sql_name *model_table(struct linker *linker, struct unit *unit,
				   const struct symbol *symbol,
				   enum confidence *confidence);

/* --- seen.c --- */

/* Statements of a text, and those that a server has seen. */
static inline bool is_statement(enum fact_kind kind)
{
	return kind == FACT_STATEMENT || kind == FACT_SEEN;
}

/* The node of a seen statement. */
uint32_t statement_node(struct linker *linker, struct unit *unit,
			const struct object_name *name);

/* Adds the counts of a FACT_SEEN to those of its node. */
void seen_count(struct linker *linker, const struct fact *fact, uint32_t node);

/* What properties say of the databases themselves. */
void link_databases(struct linker *linker);

/* --- owners.c, ledger.c --- */

void link_owners(struct linker *linker);
void link_ledger(struct linker *linker);

/* Counts strings judged prose; the ledger has one row a source. */
void ledger_count_prose(struct linker *linker, const struct unit *unit,
			uint64_t count);

/* A blind spot of a unit. `accessor` names the object of a catalog; `pattern`
 * and `detail` may be NULL; candidates are those of the binding. */
void ledger_add(struct linker *linker, struct unit *unit,
		const struct fact *fact, enum reason reason, uint32_t line,
		const char *pattern, const char *detail,
		const struct binding *binding);

#endif
