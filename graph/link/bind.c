#include "graph/link/linker.h"

#include <string.h>

/* PostgreSQL and Redshift are one family, MySQL and MariaDB another; a
 * generic dialect fits all. */
static bool dialects_fit(enum dialect a, enum dialect b)
{
	bool my_a = a == DIALECT_MYSQL || a == DIALECT_MARIADB;
	bool my_b = b == DIALECT_MYSQL || b == DIALECT_MARIADB;
	bool pg_a = a == DIALECT_POSTGRESQL || a == DIALECT_REDSHIFT;
	bool pg_b = b == DIALECT_POSTGRESQL || b == DIALECT_REDSHIFT;

	return a == DIALECT_GENERIC || b == DIALECT_GENERIC || a == b ||
	       (my_a && my_b) || (pg_a && pg_b);
}

bool name_has_hole(const struct sql_name *name)
{
	for (uint32_t i = 0; i < name->n_parts; i++)
		if (strchr(name->parts[i], TEXT_HOLE))
			return true;
	return false;
}

const char **name_parts(struct linker *linker, enum dialect dialect,
			const struct sql_name *name)
{
	const char **parts =
		arena_alloc(&linker->arena, name->n_parts * sizeof(*parts));

	for (uint32_t i = 0; i < name->n_parts; i++) {
		bool quoted = name->quoted & (1u << i);
		char *folded =
			dialect == DIALECT_GENERIC
				? g_ascii_strdown(name->parts[i], -1)
				: name_fold(dialect, name->parts[i], quoted);

		parts[i] = arena_strdup(&linker->arena, folded);
		g_free(folded);
	}
	return parts;
}

/* --- which catalogs a source talks to --- */

static uint32_t find_source(const struct linker *linker, const char *id)
{
	for (uint32_t i = 0; i < linker->n_sources; i++)
		if (strcmp(linker->sources[i].source.id, id) == 0)
			return i;
	return GRAPH_ABSENT;
}

static bool talks_by_settings(struct linker *linker, uint32_t source)
{
	const struct link_settings *settings = linker->settings;

	for (uint32_t i = 0; i < settings->n_talks_to; i++) {
		uint32_t catalog =
			find_source(linker, settings->talks_to[i][1]);

		if (catalog != GRAPH_ABSENT &&
		    linker->sources[catalog].catalog &&
		    find_source(linker, settings->talks_to[i][0]) == source)
			linker->talks[source] |= UINT64_C(1) << catalog;
	}
	return linker->talks[source] != 0;
}

static bool is_mysql(enum dialect dialect)
{
	return dialect == DIALECT_MYSQL || dialect == DIALECT_MARIADB;
}

/* The schema of that name, or the only one there is for NULL. */
static const char *schema_of(struct linker *linker, uint32_t catalog,
			     const char *name)
{
	uint32_t n;
	struct catalog_object *const *objects =
		catalog_objects(linker->catalogs[catalog], &n);
	const char *found = NULL;

	for (uint32_t i = 0; i < n; i++) {
		const char *schema = objects[i]->schema;

		if (!schema || (name && strcmp(schema, name) != 0))
			continue;
		if (found && strcmp(found, schema) != 0)
			return NULL;
		found = schema;
	}
	return found;
}

/* Whether a connection's database is this catalog: by its id, or by the name
 * of a schema of MySQL, which is then the schema in force. */
static bool is_database(struct linker *linker, uint32_t source,
			uint32_t catalog, const char *database)
{
	const char *schema;

	if (!database || strchr(database, TEXT_HOLE))
		return false;
	if (is_mysql(linker->sources[catalog].dialect)) {
		schema = schema_of(linker, catalog, database);
		if (schema) {
			linker->schemas[source * linker->n_sources + catalog] =
				schema;
			return true;
		}
	}
	return g_ascii_strcasecmp(linker->sources[catalog].source.id,
				  database) == 0;
}

/*
 * A connection fact names a dialect and perhaps a database. If the database
 * is one of the catalogs, it is that one; else it may be any of the dialect.
 */
static void talks_by_connection(struct linker *linker, uint32_t source,
				const struct fact_connection *connection)
{
	uint64_t named = 0, fitting = 0;

	for (uint32_t c = 0; c < linker->n_sources; c++) {
		if (!linker->sources[c].catalog ||
		    !dialects_fit(linker->sources[c].dialect,
				  connection->dialect))
			continue;
		fitting |= UINT64_C(1) << c;
		if (is_database(linker, source, c, connection->database))
			named |= UINT64_C(1) << c;
	}
	linker->talks[source] |= named ? named : fitting;
}

/* In a catalog of MySQL with one schema, that is in force wherever nothing
 * else is said. */
static void link_schemas(struct linker *linker)
{
	for (uint32_t c = 0; c < linker->n_sources; c++) {
		const char *only = NULL;

		if (linker->sources[c].catalog &&
		    is_mysql(linker->sources[c].dialect))
			only = schema_of(linker, c, NULL);
		for (uint32_t s = 0; only && s < linker->n_sources; s++)
			if (!linker->schemas[s * linker->n_sources + c])
				linker->schemas[s * linker->n_sources + c] =
					only;
	}
}

void link_talks(struct linker *linker)
{
	uint64_t settled = 0, catalogs = 0;

	for (uint32_t s = 0; s < linker->n_sources; s++) {
		if (linker->sources[s].catalog) {
			linker->talks[s] = UINT64_C(1) << s;
			catalogs |= UINT64_C(1) << s;
			settled |= UINT64_C(1) << s;
		} else if (talks_by_settings(linker, s)) {
			settled |= UINT64_C(1) << s;
		}
	}
	FOR_UNITS(linker, unit) {
		if (settled & (UINT64_C(1) << unit->source))
			continue;
		FOR_FACTS(unit, fact)
			if (fact->kind == FACT_CONNECTION)
				talks_by_connection(linker, unit->source,
						    &fact->as.connection);
	}
	for (uint32_t s = 0; s < linker->n_sources; s++)
		if (!linker->talks[s])
			linker->talks[s] = catalogs;
	link_schemas(linker);
}

/* The catalogs for a statement: those its source talks to, of its dialect if
 * there are any. */
static uint64_t unit_catalogs(struct linker *linker, struct unit *unit,
			      enum dialect dialect)
{
	uint64_t all = linker->talks[unit->source], fitting = 0;

	for (uint32_t c = 0; c < linker->n_sources; c++)
		if (all & (UINT64_C(1) << c) &&
		    dialects_fit(linker->sources[c].dialect, dialect))
			fitting |= UINT64_C(1) << c;
	return fitting ? fitting : all;
}

enum dialect unit_dialect(struct linker *linker, struct unit *unit,
			  enum dialect dialect)
{
	uint64_t all = linker->talks[unit->source];
	enum dialect found = DIALECT_GENERIC;

	if (dialect != DIALECT_GENERIC)
		return dialect;
	for (uint32_t c = 0; c < linker->n_sources; c++) {
		if (!(all & (UINT64_C(1) << c)))
			continue;
		if (found != DIALECT_GENERIC &&
		    !dialects_fit(found, linker->sources[c].dialect))
			return DIALECT_GENERIC;
		found = linker->sources[c].dialect;
	}
	return found;
}

/* --- names to objects --- */

static void bind_add(struct binding *binding, struct catalog_object *object,
		     uint32_t catalog, enum catalog_fit fit)
{
	/* A better fit in one catalog beats worse ones in others. */
	if (fit > binding->fit) {
		binding->n = 0;
		binding->fit = fit;
	}
	if (fit < binding->fit || binding->n == LINK_CATALOGS_MAX)
		return;
	binding->objects[binding->n] = object;
	binding->catalogs[binding->n++] = catalog;
}

/* Whether a name says anything but a hole. */
static bool says_something(const struct sql_name *name)
{
	const char *last = name->n_parts ? name->parts[name->n_parts - 1] : "";

	while (*last == TEXT_HOLE || *last == '.' || *last == '_')
		last++;
	return *last != '\0';
}

/* What the text says, else what is in force for its source. */
static const char *schema_in(struct linker *linker, const struct unit *unit,
			     uint32_t catalog, const char *schema)
{
	return schema ? schema
		      : linker->schemas[unit->source * linker->n_sources +
					catalog];
}

static void bind_pattern(struct linker *linker, struct unit *unit,
			 uint64_t catalogs, const struct sql_name *name,
			 const char *schema, struct binding *binding)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new();

	binding->pattern = true;
	if (!says_something(name))
		return;
	for (uint32_t c = 0; c < linker->n_sources; c++) {
		uint32_t from = found->len, all;

		if (!(catalogs & (UINT64_C(1) << c)))
			continue;
		all = catalog_matches(linker->catalogs[c], name,
				      schema_in(linker, unit, c, schema), found,
				      LINK_MATCHES_MAX);
		if (from + all > LINK_MATCHES_MAX) {
			binding->too_many = true;
			binding->n = 0;
			return;
		}
		for (uint32_t i = from; i < found->len; i++) {
			binding->objects[binding->n] = found->pdata[i];
			binding->catalogs[binding->n++] = c;
		}
	}
}

static void bind_in(struct linker *linker, struct unit *unit, uint64_t catalogs,
		    const struct sql_name *name, const char *schema,
		    struct binding *binding)
{
	for (uint32_t c = 0; c < linker->n_sources; c++) {
		enum catalog_fit fit = CATALOG_NONE;
		struct catalog_object *object;

		if (!(catalogs & (UINT64_C(1) << c)))
			continue;
		object = catalog_relation(linker->catalogs[c], name,
					  schema_in(linker, unit, c, schema),
					  &fit);
		if (object)
			bind_add(binding, object, c, fit);
	}
	binding->ambiguous = binding->n > 1;
}

/* Whether none of the catalogs that the source talks to is of the dialect: a
 * project that has its schema for two engines, of which one is here. */
static bool is_foreign(struct linker *linker, const struct unit *unit,
		       enum dialect dialect)
{
	uint64_t all = linker->talks[unit->source];

	for (uint32_t c = 0; c < linker->n_sources; c++)
		if (all & (UINT64_C(1) << c) &&
		    dialects_fit(linker->sources[c].dialect, dialect))
			return false;
	return all != 0;
}

static void find_relation(struct linker *linker, struct unit *unit,
			  enum dialect dialect, const struct sql_name *name,
			  const char *schema, struct binding *binding)
{
	uint64_t catalogs = unit_catalogs(linker, unit, dialect);
	enum catalog_fit fit = CATALOG_NONE;
	struct catalog_object *object;

	memset(binding, 0, sizeof(*binding));
	if (!name->n_parts)
		return;
	binding->foreign = is_foreign(linker, unit, dialect);
	if (name_has_hole(name)) {
		bind_pattern(linker, unit, catalogs, name, schema, binding);
		return;
	}
	bind_in(linker, unit, catalogs, name, schema, binding);
	/* The dialect of a text that talks to two servers is a guess. */
	if (!binding->n && catalogs != linker->talks[unit->source]) {
		bind_in(linker, unit, linker->talks[unit->source], name, schema,
			binding);
		binding->fit = MIN(binding->fit, CATALOG_UNIQUE_TAIL);
	}
	if (binding->n || unit_is_catalog(linker, unit))
		return;
	object = catalog_relation(linker->catalogs[unit->source], name, schema,
				  &fit);
	if (object) {
		bind_add(binding, object, unit->source, fit);
		binding->supposed = true;
	}
}

/* A name as a source asks for it; the same question has the same answer. */
struct question {
	uint32_t source;
	enum dialect dialect;
	const char *schema;
	const struct sql_name *name;
	struct binding binding;
};

static guint question_hash(gconstpointer key)
{
	const struct question *question = key;
	guint hash = question->source * 31 + (guint)question->dialect;

	for (uint32_t i = 0; i < question->name->n_parts; i++)
		hash = hash * 31 + g_str_hash(question->name->parts[i]);
	return hash;
}

static gboolean question_equal(gconstpointer a, gconstpointer b)
{
	const struct question *x = a, *y = b;

	if (x->source != y->source || x->dialect != y->dialect ||
	    x->name->n_parts != y->name->n_parts ||
	    x->name->quoted != y->name->quoted ||
	    g_strcmp0(x->schema, y->schema) != 0)
		return FALSE;
	for (uint32_t i = 0; i < x->name->n_parts; i++)
		if (strcmp(x->name->parts[i], y->name->parts[i]) != 0)
			return FALSE;
	return TRUE;
}

/* A copy that outlives the statement in which the name stands. */
static struct question *question_keep(struct binder *binder,
				      const struct question *asked)
{
	struct question *kept =
		arena_memdup(&binder->arena, asked, sizeof(*asked));
	struct sql_name *name =
		arena_memdup(&binder->arena, asked->name, sizeof(*asked->name));

	name->parts = arena_alloc(&binder->arena,
				  name->n_parts * sizeof(*name->parts));
	for (uint32_t i = 0; i < name->n_parts; i++)
		name->parts[i] =
			arena_strdup(&binder->arena, asked->name->parts[i]);
	kept->name = name;
	kept->schema = arena_strdup(&binder->arena, asked->schema);
	g_hash_table_add(binder->questions, kept);
	return kept;
}

void bind_relation_by(struct binder *binder, struct linker *linker,
		      struct unit *unit, enum dialect dialect,
		      const struct sql_name *name, const char *schema,
		      struct binding *binding)
{
	struct question asked = {unit->source, dialect, schema, name, {0}};
	struct question *known;

	if (!binder->questions)
		binder->questions =
			g_hash_table_new(question_hash, question_equal);
	known = g_hash_table_lookup(binder->questions, &asked);
	if (!known) {
		known = question_keep(binder, &asked);
		find_relation(linker, unit, dialect, name, schema,
			      &known->binding);
	}
	*binding = known->binding;
}

void bind_relation(struct linker *linker, struct unit *unit,
		   enum dialect dialect, const struct sql_name *name,
		   const char *schema, struct binding *binding)
{
	bind_relation_by(&linker->binder, linker, unit, dialect, name, schema,
			 binding);
}

void binder_release(struct binder *binder)
{
	if (binder->questions)
		g_hash_table_unref(binder->questions);
	arena_release(&binder->arena);
}

struct catalog_object *bind_object(struct linker *linker, struct unit *unit,
				   enum dialect dialect,
				   const struct object_name *name,
				   const char *schema, uint32_t *catalog)
{
	uint64_t catalogs = unit_catalogs(linker, unit, dialect) |
			    UINT64_C(1) << unit->source;
	struct catalog_object *supposed = NULL;

	for (uint32_t c = 0; c < linker->n_sources; c++) {
		struct catalog_object *object;

		if (!(catalogs & (UINT64_C(1) << c)))
			continue;
		object = catalog_object(linker->catalogs[c], name,
					schema_in(linker, unit, c, schema));
		if (object && linker->sources[c].catalog) {
			*catalog = c;
			return object;
		}
		if (object)
			supposed = object;
	}
	*catalog = unit->source;
	return supposed;
}

struct catalog_object *bind_routine(struct linker *linker, struct unit *unit,
				    enum dialect dialect,
				    const struct sql_name *name,
				    const char *schema, uint32_t n_arguments,
				    uint32_t *catalog)
{
	uint64_t catalogs = unit_catalogs(linker, unit, dialect) |
			    UINT64_C(1) << unit->source;

	for (uint32_t c = 0; c < linker->n_sources; c++) {
		struct catalog_object *const *found;
		uint32_t n = 0;

		if (!(catalogs & (UINT64_C(1) << c)))
			continue;
		found = catalog_routines(linker->catalogs[c], name,
					 schema_in(linker, unit, c, schema),
					 n_arguments, &n);
		if (n) {
			*catalog = c;
			return found[0];
		}
	}
	return NULL;
}
