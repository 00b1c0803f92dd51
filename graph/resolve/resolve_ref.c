/* What a column reference means: qualified, bare, whole rows, fields. */
#include <string.h>

#include "graph/catalog/name.h"
#include "graph/resolve/resolve_state.h"

/* One reference being looked up. */
struct lookup {
	struct state *state;
	uint32_t level;
	const struct sql_ref *ref;
	struct view view; /* of that level */
	struct sources from;
};

static const char *const system_columns[] = {"cmax", "cmin", "ctid",	"oid",
					     "xmax", "xmin", "tableoid"};

/* Columns that every table of PostgreSQL has and no catalog lists. */
static bool is_system_column(const struct state *state, const char *folded)
{
	if (state->dialect != DIALECT_POSTGRESQL)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(system_columns); i++)
		if (strcmp(system_columns[i], folded) == 0)
			return true;
	return false;
}

bool dialect_has_fields(enum dialect dialect)
{
	return dialect == DIALECT_BIGQUERY || dialect == DIALECT_SPARK ||
	       dialect == DIALECT_HIVE || dialect == DIALECT_TRINO ||
	       dialect == DIALECT_CLICKHOUSE || dialect == DIALECT_DUCKDB ||
	       dialect == DIALECT_REDSHIFT;
}

static bool word_is(const struct sql_name *name, uint32_t part,
		    const char *word)
{
	return !name_part_quoted(name, part) &&
	       g_ascii_strcasecmp(name->parts[part], word) == 0;
}

/* --- whole rows --- */

/* A row of a table is "*"; of a query, all that it is made of. */
static void take_row(struct lookup *lookup, uint32_t level, uint32_t item)
{
	struct state *state = lookup->state;
	const struct item_state *made = &scope_items(state, level)[item];

	const struct output *columns;
	uint32_t n;

	if (made->means == MEANS_TABLE) {
		sources_add_column(state, &lookup->from, made->table, "*",
				   true);
		return;
	}
	if (made->means == MEANS_NOTHING)
		return;
	columns = flow_item(state, level, item, false, &n);
	for (uint32_t i = 0; i < n && lookup->from.n < RESOLVE_SOURCES_MAX; i++)
		sources_add_all(state, &lookup->from, &columns[i].from,
				HOW_COMPUTED);
}

/* A row by its item's alias. A table's own name is taken for a row only when
 * no item can have such a column (`any`). */
static bool try_row(struct lookup *lookup, bool any)
{
	struct state *state = lookup->state;
	const struct sql_name *name = &lookup->ref->name;
	uint32_t level, item;

	if (state->dialect == DIALECT_MYSQL ||
	    state->dialect == DIALECT_MARIADB)
		return false;
	item = scope_item_outward(state, lookup->level, lookup->view, name, 1,
				  &level);
	if (item == SCOPE_ABSENT ||
	    (!any && !state_level(state, level)->items[item].alias))
		return false;
	take_row(lookup, level, item);
	return true;
}

/* --- rows of a trigger and of the target --- */

/* The level around that writes: `excluded` and its like are rows of its
 * target. */
static uint32_t writing_level(const struct state *state, uint32_t level)
{
	uint32_t steps = 0;

	while (state_has_level(state, level) &&
	       steps++ <= state->statement->n_levels) {
		if (state_level(state, level)->n_targets)
			return level;
		level = state_level(state, level)->parent;
	}
	return SCOPE_ABSENT;
}

static bool take_target(struct lookup *lookup, uint32_t level,
			const struct wanted *wanted)
{
	struct state *state = lookup->state;
	uint32_t item = scope_target_item(state, level), table;
	bool known;

	if (item != SCOPE_ABSENT) {
		scope_column(state, level, item, wanted, &lookup->from);
		return true;
	}
	if (state_level(state, level)->n_targets == 0)
		return false;
	table = state_table(state, &state_level(state, level)->targets[0].name);
	sources_add_column(state, &lookup->from, table,
			   table_column(state, table, wanted, &known), true);
	return true;
}

/* NEW.c, OLD.c of a trigger; excluded.c of an upsert; inserted.c and
 * deleted.c of OUTPUT. */
static bool try_special_row(struct lookup *lookup, const struct wanted *wanted)
{
	struct state *state = lookup->state;
	const struct sql_name *name = &lookup->ref->name;
	bool row = word_is(name, 0, "new") || word_is(name, 0, "old");
	uint32_t table = row ? state_row_table(state) : SCOPE_ABSENT, level;
	bool known;

	if (table != SCOPE_ABSENT) {
		sources_add_column(
			state, &lookup->from, table,
			wanted ? table_column(state, table, wanted, &known)
			       : "*",
			true);
		return true;
	}
	if (!wanted ||
	    !(row || word_is(name, 0, "excluded") ||
	      word_is(name, 0, "inserted") || word_is(name, 0, "deleted")))
		return false;
	level = writing_level(state, lookup->level);
	return level != SCOPE_ABSENT && take_target(lookup, level, wanted);
}

/* --- bare names --- */

/* More outputs than this are not looked through for each reference. */
#define EARLY_MAX 1000

/* Whether the output is made of a column of its own name: then the items have
 * one, which comes first. */
static bool hides_column(const struct output *output,
			 const struct wanted *wanted)
{
	for (uint32_t i = 0; i < output->from.n; i++)
		if (g_ascii_strcasecmp(output->from.list[i].column,
				       wanted->folded) == 0)
			return true;
	return false;
}

/* An output that stands before the one that is being made. */
static bool try_early(struct lookup *lookup, const struct wanted *wanted)
{
	const struct level_state *made = &lookup->state->levels[lookup->level];
	uint32_t n = MIN(made->n_early, EARLY_MAX);

	for (uint32_t i = 0; i < n; i++) {
		if (!output_is(lookup->state, &made->early[i], wanted))
			continue;
		if (hides_column(&made->early[i], wanted))
			return false;
		sources_add_all(lookup->state, &lookup->from,
				&made->early[i].from, HOW_COPIED);
		return true;
	}
	return false;
}

static bool try_output(struct lookup *lookup, const struct wanted *wanted)
{
	struct state *state = lookup->state;
	const struct sql_level *level = state_level(state, lookup->level);
	const struct level_state *made;
	uint32_t found;

	/* While outputs are being made nothing can refer to them, but outputs
	 * to those before them. */
	if (state->levels[lookup->level].progress == LEVEL_BUSY)
		return lookup->ref->role == ROLE_SELECT &&
		       try_early(lookup, wanted);
	if (level->n_outputs == 0 && level->n_arms == 0)
		return false;
	made = flow_outputs(state, lookup->level);
	if (made->progress != LEVEL_DONE)
		return false;
	found = flow_find(state, lookup->level, 0, wanted);
	if (found == made->n_outputs)
		return false;
	if (lookup->ref->flags & REF_INPUT_FIRST &&
	    lookup->ref->role == ROLE_WHERE &&
	    hides_column(&made->outputs[found], wanted))
		return false;
	sources_share(state, &lookup->from, &made->outputs[found].from);
	return true;
}

struct walk {
	uint32_t level, steps;
	struct view view;
};

static bool walk_out(struct state *state, struct walk *walk)
{
	uint32_t outer;

	if (walk->steps++ > state->statement->n_levels)
		return false;
	outer = scope_outer(state, walk->level, &walk->view);
	walk->level = outer;
	return outer != SCOPE_ABSENT;
}

static enum column_fit bare_at(struct lookup *lookup, const struct walk *walk,
			       const struct wanted *wanted,
			       struct sources *found)
{
	struct state *state = lookup->state;
	enum column_fit fit =
		scope_bare(state, walk->level, &walk->view, wanted, found);
	uint32_t source = scope_upsert_source(state, walk->level);

	if (fit == COLUMN_NO && source != SCOPE_ABSENT && walk->view.end) {
		struct view whole = view_whole(state, source);

		fit = scope_bare(state, source, &whole, wanted, found);
	}
	return fit;
}

/* What stands in for knowledge, before a column that may be is taken. */
static bool try_instead(struct lookup *lookup, const struct wanted *wanted)
{
	if (try_row(lookup, false))
		return true;
	return lookup->ref->flags & REF_INPUT_FIRST &&
	       try_output(lookup, wanted);
}

/* The column of an item here or in a level around; false if there is none. */
static bool try_items(struct lookup *lookup, struct view view,
		      const struct wanted *wanted)
{
	struct state *state = lookup->state;
	const struct sql_ref *ref = lookup->ref;
	struct walk walk = {lookup->level, 0, view};

	do {
		struct sources found = {0};
		enum column_fit fit = bare_at(lookup, &walk, wanted, &found);

		if (fit == COLUMN_NO ||
		    (fit != COLUMN_KNOWN && ref->flags & REF_VARIABLE))
			continue;
		if (fit != COLUMN_KNOWN && try_instead(lookup, wanted))
			return true;
		if (fit == COLUMN_MAYBE && walk.level != lookup->level)
			for (uint32_t i = 0; i < found.n; i++)
				found.list[i].certain = false;
		lookup->from = found;
		return true;
	} while (walk_out(state, &walk));
	return false;
}

/* As try_items(), where no server would look: statements are written for
 * servers that nobody thought of. */
static bool try_all_items(struct lookup *lookup, const struct wanted *wanted)
{
	struct state *state = lookup->state;
	bool found;

	if (!(lookup->ref->flags & (REF_JOIN | REF_ARGUMENT)))
		return false;
	state->see_all = true;
	found = try_items(lookup, view_whole(state, lookup->level), wanted);
	state->see_all = false;
	return found;
}

static void bind_bare(struct lookup *lookup)
{
	struct state *state = lookup->state;
	const struct sql_ref *ref = lookup->ref;
	struct wanted wanted = wanted_part(state, &ref->name, 0);

	if ((ref->flags & REF_OUTPUT_FIRST && try_output(lookup, &wanted)) ||
	    try_items(lookup, lookup->view, &wanted) ||
	    (!(ref->flags & REF_VARIABLE) && try_row(lookup, true)) ||
	    try_all_items(lookup, &wanted))
		return;
	if (ref->flags & REF_VARIABLE ||
	    (ref->flags & REF_INPUT_FIRST && try_output(lookup, &wanted)) ||
	    is_system_column(state, wanted.folded))
		return;
	if ((word_is(&ref->name, 0, "new") || word_is(&ref->name, 0, "old")) &&
	    try_special_row(lookup, NULL))
		return;
	sources_add_column(state, &lookup->from, SCOPE_ABSENT, wanted.folded,
			   false);
}

/* --- qualified names --- */

/* A column of the item that the first `n_parts` parts name. */
static bool try_item(struct lookup *lookup, uint32_t n_parts)
{
	struct state *state = lookup->state;
	const struct sql_name *name = &lookup->ref->name;
	struct wanted wanted = wanted_part(state, name, n_parts);
	uint32_t level,
		item = scope_item_outward(state, lookup->level, lookup->view,
					  name, n_parts, &level);
	enum column_fit fit;

	if (item == SCOPE_ABSENT &&
	    lookup->ref->flags & (REF_JOIN | REF_ARGUMENT)) {
		struct view whole = view_whole(state, lookup->level);

		item = scope_item_outward(state, lookup->level, whole, name,
					  n_parts, &level);
	}
	if (item == SCOPE_ABSENT)
		return false;
	if (strcmp(wanted.written, "*") == 0) {
		take_row(lookup, level, item);
		return true;
	}
	fit = scope_column(state, level, item, &wanted, &lookup->from);
	if (fit == COLUMN_NO &&
	    state->levels[level].items[item].means == MEANS_TABLE)
		sources_add_column(state, &lookup->from,
				   state->levels[level].items[item].table,
				   wanted.folded, false);
	/* Nobody else could have it. */
	for (uint32_t i = 0; fit == COLUMN_MAYBE && i < lookup->from.n; i++)
		if (lookup->from.list[i].table != SCOPE_ABSENT)
			lookup->from.list[i].certain = true;
	return true;
}

static bool take_functions(struct lookup *lookup, uint32_t level,
			   const struct view *view)
{
	struct state *state = lookup->state;
	const struct item_state *items = scope_items(state, level);
	uint32_t end = MIN(view->end, view->first + RESOLVE_LINEAR);

	for (uint32_t i = view->first; i < end; i++) {
		struct sources from;

		if (items[i].means != MEANS_FUNCTION)
			continue;
		from = scope_arguments(state, level, i);
		sources_add_all(state, &lookup->from, &from, HOW_COMPUTED);
	}
	return true;
}

/* The first part as a column that is known, the next as a field of it. */
static bool try_field(struct lookup *lookup, bool maybe)
{
	struct state *state = lookup->state;
	struct wanted wanted = wanted_part(state, &lookup->ref->name, 0);
	struct walk walk = {lookup->level, 0, lookup->view};

	do {
		struct sources found = {0};
		enum column_fit fit = bare_at(lookup, &walk, &wanted, &found);

		if (fit == COLUMN_KNOWN || (fit == COLUMN_MAYBE && maybe)) {
			lookup->from = found;
			return true;
		}
		/* Of a function's rows: the function's arguments are. */
		if (fit == COLUMN_FUNCTION && maybe)
			return take_functions(lookup, walk.level, &walk.view);
	} while (walk_out(state, &walk));
	return false;
}

static void bind_qualified(struct lookup *lookup)
{
	struct state *state = lookup->state;
	const struct sql_ref *ref = lookup->ref;
	uint32_t n = ref->name.n_parts;
	struct wanted wanted;

	if (try_item(lookup, n - 1))
		return;
	/* (t.c).f, and structures of dialects that need no parentheses. */
	for (uint32_t parts = n - 2; parts >= 1; parts--)
		if (try_item(lookup, parts))
			return;
	wanted = wanted_part(state, &ref->name, n - 1);
	if (n == 2 && try_special_row(lookup, &wanted))
		return;
	if (ref->flags & REF_VARIABLE ||
	    try_field(lookup, ref->flags & REF_MEMBER ||
				      dialect_has_fields(state->dialect)))
		return;
	sources_add_column(state, &lookup->from, SCOPE_ABSENT, wanted.folded,
			   false);
}

/* RETURNING, excluded and VALUES(c): of the target, unless the qualifier
 * names another item. */
static void bind_of_target(struct lookup *lookup)
{
	struct state *state = lookup->state;
	const struct sql_name *name = &lookup->ref->name;
	struct wanted wanted = wanted_part(state, name, name->n_parts - 1);

	if (name->n_parts >= 2 && try_item(lookup, name->n_parts - 1))
		return;
	if (!take_target(lookup, lookup->level, &wanted))
		sources_add_column(state, &lookup->from, SCOPE_ABSENT,
				   wanted.folded, false);
}

const struct sources *scope_ref(struct state *state, uint32_t level,
				uint32_t ref)
{
	const struct sql_level *l = state_level(state, level);
	struct level_state *made = &state->levels[level];
	struct lookup lookup = {
		.state = state, .level = level, .ref = &l->refs[ref]};
	struct binding *binding;

	if (!made->refs)
		made->refs = arena_alloc(state->arena,
					 l->n_refs * sizeof(*made->refs));
	binding = &made->refs[ref];
	if (binding->done)
		return &binding->from;
	binding->done = true;
	if (lookup.ref->name.n_parts == 0)
		return &binding->from;
	lookup.view = view_of_ref(state, level, lookup.ref);
	state->no_target = lookup.ref->flags & REF_NO_TARGET;
	if (lookup.ref->flags & REF_TARGET_ONLY)
		bind_of_target(&lookup);
	else if (lookup.ref->name.n_parts == 1)
		bind_bare(&lookup);
	else
		bind_qualified(&lookup);
	state->no_target = false;
	sources_unite(&lookup.from);
	binding->from = lookup.from;
	return &binding->from;
}
