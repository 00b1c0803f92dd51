/*
 * Alembic: changes of the schema in migrations.
 *
 *	op.create_table("orders", sa.Column("id", sa.Integer()), ...)
 *	op.add_column("orders", sa.Column("total", sa.Integer()), schema="s")
 *	op.drop_column("orders", "total")
 *	op.alter_column("orders", "total", new_column_name="cents")
 *	op.rename_table("orders", "sales")    op.drop_table("orders")
 *	op.create_index("name", "orders", ["total"])
 *	op.create_foreign_key("name", "orders", "shops", ["shop_id"], ["id"])
 *	with op.batch_alter_table("orders") as batch: batch.drop_column("total")
 *
 * What downgrade() does is not what the schema becomes, and is left out;
 * SQL in it is read all the same.
 */
#include <string.h>

#include "analyzers/code/emit.h"
#include "analyzers/code/orm/sqlalchemy.h"
#include "analyzers/code/strings.h"

/* A change, until the end. */
struct change {
	uint32_t node, function;
	enum operation operation;
	struct object_name object;
	struct sql_name rename_to;
	struct orm_model model; /* columns and references */
	struct change *next;
};

struct alembic {
	struct change *first, *last;
};

/* --- arguments --- */

static const struct datum *argument(const struct orm_call *call, unsigned place,
				    const char *keyword)
{
	return call_argument(call->arguments, call->n_arguments, place,
			     keyword);
}

static const char *constant(struct code *code, const struct orm_call *call,
			    unsigned place, const char *keyword)
{
	const struct datum *datum = argument(call, place, keyword);

	return datum ? strings_constant(code, datum) : NULL;
}

/* The table of a batch that the method is called on, or NULL. */
static const char *batch_table(const struct orm_call *call)
{
	const struct datum *object = call->object;

	if (!object || object->kind != DATUM_ORM || object->orm != &orm_alembic)
		return NULL;
	return object->orm_state;
}

/* --- changes --- */

static struct change *change_new(struct code *code, struct alembic *state,
				 const struct orm_call *call,
				 enum operation operation, const char *table)
{
	struct change *change = ARENA_NEW(code->arena, struct change);
	const char *schema = constant(code, call, CODE_NONE, "schema");

	change->node = call->node;
	change->function = code->ropes.function;
	change->operation = operation;
	change->object.kind = NODE_TABLE;
	if (schema)
		table = arena_printf(code->arena, "%s.%s", schema, table);
	change->object.name =
		orm_table_name(code, table, code_line(code, call->node));
	if (state->last)
		state->last->next = change;
	else
		state->first = change;
	return state->last = change;
}

static void create_table(struct code *code, struct alembic *state,
			 const struct orm_call *call, const char *table,
			 unsigned place)
{
	struct change *change = change_new(code, state, call, OP_CREATE, table);

	(void)place;
	sa_take_columns(code, &change->model, call->arguments,
			call->n_arguments);
}

static void drop_table(struct code *code, struct alembic *state,
		       const struct orm_call *call, const char *table,
		       unsigned place)
{
	(void)place;
	change_new(code, state, call, OP_DROP, table);
}

static void rename_table(struct code *code, struct alembic *state,
			 const struct orm_call *call, const char *table,
			 unsigned place)
{
	const char *name = constant(code, call, place, "new_table_name");

	if (name)
		change_new(code, state, call, OP_ALTER, table)->rename_to =
			orm_table_name(code, name, code_line(code, call->node));
}

static void add_column(struct code *code, struct alembic *state,
		       const struct orm_call *call, const char *table,
		       unsigned place)
{
	struct change *change = change_new(code, state, call, OP_ALTER, table);
	struct sa_thing *column = sa_thing_of(argument(call, place, "column"));

	if (column && column->kind == SA_COLUMN)
		sa_take_column(code, &change->model, NULL, column);
}

/* A column that is dropped, renamed or changed. */
static void touch_column(struct code *code, struct alembic *state,
			 const struct orm_call *call, const char *table,
			 unsigned place)
{
	const char *name = constant(code, call, place, "column_name");
	struct defined_column column = {
		.name = name,
		.new_name = constant(code, call, CODE_NONE, "new_column_name"),
		.line = code_line(code, call->node),
	};

	if (!name)
		return;
	column.flags = !strcmp(call->name, "drop_column") ? COLUMN_DROPPED
		       : column.new_name		  ? 0
							  : COLUMN_CHANGED;
	orm_model_column(code,
			 &change_new(code, state, call, OP_ALTER, table)->model,
			 name, &column, NULL);
}

static const struct {
	const char *name;
	void (*read)(struct code *code, struct alembic *state,
		     const struct orm_call *call, const char *table,
		     unsigned place);
} operations[] = {
	{"add_column", add_column},	{"alter_column", touch_column},
	{"create_table", create_table}, {"drop_column", touch_column},
	{"drop_table", drop_table},	{"rename_table", rename_table},
};

/* Form: create_index("name", "orders", ["total"]); in a batch without the
 * table. */
static void create_index(struct code *code, struct alembic *state,
			 const struct orm_call *call, const char *batch)
{
	const char *name = constant(code, call, 0, "index_name");
	const char *table =
		batch ? batch : constant(code, call, 1, "table_name");
	struct change *change;

	if (!name || !table)
		return;
	change = change_new(code, state, call, OP_CREATE, table);
	change->object.kind = NODE_INDEX;
	change->object.on = change->object.name;
	change->object.name =
		orm_table_name(code, name, code_line(code, call->node));
}

static void take_names(struct code *code, const struct datum *list,
		       const char ***names, uint32_t *n)
{
	for (uint32_t i = 0; list && i < list->n_items; i++) {
		const char *name = strings_constant(code, list->items[i]);

		if (name)
			*ARENA_PUSH(code->arena, *names, *n) = name;
	}
}

static void create_key(struct code *code, struct alembic *state,
		       const struct orm_call *call, const char *batch)
{
	unsigned place = batch ? 1 : 2;
	const char *table =
		batch ? batch : constant(code, call, 1, "source_table");
	const char *to = constant(code, call, place, "referent_table");
	struct sa_thing *key;
	struct change *change;

	if (!table || !to)
		return;
	key = sa_thing_new(code, SA_KEY, call->node);
	key->to = orm_table_name(code, to, code_line(code, call->node));
	take_names(code, argument(call, place + 1, "local_cols"), &key->columns,
		   &key->n_columns);
	take_names(code, argument(call, place + 2, "remote_cols"),
		   &key->to_columns, &key->n_to_columns);
	change = change_new(code, state, call, OP_ALTER, table);
	sa_take_key(code, &change->model, key, NULL);
}

/* --- the ORM --- */

static void *start(struct code *code)
{
	return ARENA_NEW(code->arena, struct alembic);
}

/* Whether the method is of alembic's operations. */
static bool is_operations(const struct orm_call *call)
{
	const struct symbol *symbol;

	if (!call->object)
		return false;
	if (batch_table(call))
		return true;
	symbol = call->object->symbol;
	/* What else is in alembic runs migrations and is none. */
	return call->object->kind == DATUM_SYMBOL && symbol->module &&
	       g_str_has_prefix(symbol->module, "alembic") && symbol->n_parts &&
	       !strcmp(symbol->parts[symbol->n_parts - 1], "op");
}

static bool goes_back(struct code *code)
{
	uint32_t function = code->ropes.function;

	return function != ROPE_NO_FUNCTION &&
	       strstr(code->functions[function].name, "downgrade") != NULL;
}

static const struct datum *begin_batch(struct code *code,
				       const struct orm_call *call)
{
	const char *table = constant(code, call, 0, "table_name");
	struct datum *datum;

	if (!table)
		return NULL;
	datum = datum_new(code, DATUM_ORM, call->node);
	datum->orm = &orm_alembic;
	datum->orm_state = (void *)table;
	return datum;
}

/* What runs statements or writes rows: for those who know of these. */
static bool changes_data(const char *name)
{
	return !strcmp(name, "execute") || !strcmp(name, "bulk_insert");
}

static const struct datum *call(struct code *code, void *payload,
				const struct orm_call *call)
{
	struct alembic *state = payload;
	const char *batch = batch_table(call);
	const char *table =
		batch ? batch : constant(code, call, 0, "table_name");

	if (!is_operations(call))
		return NULL;
	code->migration = true;
	if (!strcmp(call->name, "batch_alter_table"))
		return begin_batch(code, call);
	if (changes_data(call->name))
		return NULL;
	if (goes_back(code))
		return datum_unknown(code, call->node);
	if (!strcmp(call->name, "create_index"))
		create_index(code, state, call, batch);
	if (!strcmp(call->name, "create_foreign_key"))
		create_key(code, state, call, batch);
	for (size_t i = 0; table && i < G_N_ELEMENTS(operations); i++)
		if (!strcmp(operations[i].name, call->name))
			operations[i].read(code, state, call, table,
					   batch ? 0 : 1);
	return datum_unknown(code, call->node);
}

static void deliver(struct code *code, const struct change *change)
{
	struct fact *fact = emit_fact(code, FACT_DEFINITION, change->node,
				      change->function);
	struct fact_definition *definition = &fact->as.definition;

	fact->via = VIA_ORM;
	definition->operation = change->operation;
	definition->object = change->object;
	definition->ordinal = analysis_ordinal(code->analysis);
	definition->rename_to = change->rename_to;
	definition->columns = change->model.columns;
	definition->n_columns = change->model.n_columns;
	analysis_fact(code->analysis, code->text, fact);
	for (uint32_t i = 0; i < change->model.n_references; i++) {
		const struct orm_reference *from = &change->model.references[i];
		struct fact_reference *reference;

		fact = emit_fact(code, FACT_REFERENCE, from->node,
				 change->function);
		fact->via = VIA_ORM;
		reference = &fact->as.reference;
		reference->from = change->object.name;
		reference->to = from->to;
		reference->on_delete = from->on_delete;
		reference->ordinal = analysis_ordinal(code->analysis);
		*ARENA_PUSH(code->arena, reference->columns,
			    reference->n_columns) = from->column_name;
		if (from->to_column)
			*ARENA_PUSH(code->arena, reference->to_columns,
				    reference->n_to_columns) = from->to_column;
		analysis_fact(code->analysis, code->text, fact);
	}
}

static void finish(struct code *code, void *payload)
{
	struct alembic *state = payload;

	for (struct change *change = state->first; change;
	     change = change->next)
		deliver(code, change);
}

const struct orm orm_alembic = {
	.name = "alembic",
	.start = start,
	.call = call,
	.finish = finish,
};
