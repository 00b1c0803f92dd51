/* Variables: scopes inside one another, joined again behind branches. */

#include "analyzers/jobs/shell_run.h"

#include <string.h>

struct shell_scope *shell_scope_push(struct shell *shell)
{
	struct shell_scope *scope = ARENA_NEW(shell->arena, struct shell_scope);

	scope->up = shell->scope;
	scope->variables = g_hash_table_new(g_str_hash, g_str_equal);
	shell->scope = scope;
	return scope;
}

struct shell_scope *shell_scope_pop(struct shell *shell)
{
	struct shell_scope *scope = shell->scope;

	shell->scope = scope->up;
	return scope;
}

struct shell_scope *shell_scope_frame(struct shell *shell)
{
	for (struct shell_scope *s = shell->scope; s; s = s->up)
		if (s->frame || s->closed)
			return s->frame ? s : NULL;
	return NULL;
}

const struct shell_variable *shell_scope_find(struct shell *shell,
					      const char *name, bool *foreign)
{
	*foreign = false;
	for (struct shell_scope *s = shell->scope; s; s = s->up) {
		struct shell_variable *variable =
			g_hash_table_lookup(s->variables, name);

		if (variable)
			return variable;
		if (s->closed)
			return NULL;
		*foreign |= s->frame && s->function;
	}
	return NULL;
}

/* The variable as the top scope has it, made from what lies below. */
struct shell_variable *shell_scope_edit(struct shell *shell, const char *name,
					bool local)
{
	bool foreign;
	const struct shell_variable *below;
	struct shell_variable *variable =
		g_hash_table_lookup(shell->scope->variables, name);

	if (variable) {
		variable->local |= local;
		return variable;
	}
	variable = ARENA_NEW(shell->arena, struct shell_variable);
	below = shell_scope_find(shell, name, &foreign);
	if (below && !local)
		*variable = *below;
	if (foreign || local)
		variable->local = local;
	g_hash_table_insert(shell->scope->variables,
			    arena_strdup(shell->arena, name), variable);
	return variable;
}

void shell_scope_set(struct shell *shell, const char *name,
		     const struct shell_values *values, bool local)
{
	struct shell_variable *variable = shell_scope_edit(shell, name, local);

	variable->values = *values;
	variable->array = false;
}

void shell_scope_set_hole(struct shell *shell, const char *name,
			  uint32_t offset)
{
	char *written = arena_printf(shell->arena, "$%s", name);
	struct shell_run hole =
		shell_hole(shell, offset, written, (uint32_t)strlen(written));
	struct shell_value value = {0};
	struct shell_values values = {0};

	shell_value_add(shell->arena, &value, &hole);
	shell_values_add(shell->arena, &values, &value);
	shell_scope_set(shell, name, &values, false);
}

/* --- behind branches ------------------------------------------------------ */

static void join_values(struct shell *shell, struct shell_values *into,
			const struct shell_values *from)
{
	for (uint32_t i = 0; i < from->n_items; i++) {
		struct shell_run hole;
		struct shell_value value = {0};

		if (shell_values_add(shell->arena, into, &from->items[i]))
			continue;
		/* Too many to tell apart: the last one becomes a hole. */
		hole = shell_hole(shell, 0, "several values", 14);
		shell_value_add(shell->arena, &value, &hole);
		into->items[into->n_items - 1] = value;
		return;
	}
}

static void join_variable(struct shell *shell, struct shell_variable *into,
			  const struct shell_variable *from)
{
	join_values(shell, &into->values, &from->values);
	join_values(shell, &into->elements, &from->elements);
	into->array |= from->array;
	into->local |= from->local;
	into->varies |= from->varies;
}

/* The own values come first, so that their order is that of writing. */
static void merge_variable(struct shell *shell, const char *name,
			   struct shell_scope **branches, uint32_t n_branches,
			   bool open)
{
	struct shell_variable joined = {0};
	struct shell_variable *variable;
	const struct shell_variable *below;
	bool foreign, everywhere = !open;

	for (uint32_t i = 0; i < n_branches; i++)
		everywhere &=
			g_hash_table_contains(branches[i]->variables, name);
	below = shell_scope_find(shell, name, &foreign);
	if (!everywhere && below)
		join_variable(shell, &joined, below);
	for (uint32_t i = 0; i < n_branches; i++) {
		const struct shell_variable *set =
			g_hash_table_lookup(branches[i]->variables, name);

		if (set)
			join_variable(shell, &joined, set);
	}
	variable = shell_scope_edit(shell, name, false);
	*variable = joined;
}

void shell_scope_merge(struct shell *shell, struct shell_scope **branches,
		       uint32_t n_branches, bool open)
{
	GHashTable *done = g_hash_table_new(g_str_hash, g_str_equal);

	for (uint32_t i = 0; i < n_branches; i++) {
		GHashTableIter iter;
		gpointer name;

		g_hash_table_iter_init(&iter, branches[i]->variables);
		while (g_hash_table_iter_next(&iter, &name, NULL))
			if (g_hash_table_add(done, name) &&
			    shell_spend(shell, 1))
				merge_variable(shell, name, branches,
					       n_branches, open);
	}
	for (uint32_t i = 0; i < n_branches; i++)
		g_hash_table_unref(branches[i]->variables);
	g_hash_table_unref(done);
}

/* --- assignments ---------------------------------------------------------- */

/* NAME[index]=value: which element it is does not matter here. */
static void assign_element(struct shell *shell, const struct shell_word *word,
			   bool local)
{
	struct shell_values values = shell_expand(shell, word, true);
	struct shell_variable *variable =
		shell_scope_edit(shell, word->name, local);

	if (!shell_spend(shell, variable->elements.n_items))
		return;
	variable->elements =
		shell_values_copy(shell->arena, &variable->elements);
	variable->array = true;
	for (uint32_t i = 0; i < values.n_items; i++)
		*ARENA_PUSH(shell->arena, variable->elements.items,
			    variable->elements.n_items) = values.items[i];
}

static void assign_array(struct shell *shell, const struct shell_word *word,
			 bool local)
{
	struct shell_fields fields = {0};
	struct shell_variable *variable;
	struct shell_values elements = {0};

	shell_expand_words(shell, word->elements, word->n_elements, &fields);
	variable = shell_scope_edit(shell, word->name, local);
	if (word->append && shell_spend(shell, variable->elements.n_items))
		elements = shell_values_copy(shell->arena, &variable->elements);
	for (uint32_t i = 0; i < fields.n_items; i++)
		*ARENA_PUSH(shell->arena, elements.items, elements.n_items) =
			fields.items[i].values.items[0];
	variable->elements = elements;
	variable->array = true;
}

/* NAME+=value: each value of before with each of the new ones behind. */
static void append_value(struct shell *shell, const char *name,
			 const struct shell_values *tail, bool local)
{
	struct shell_variable *variable = shell_scope_edit(shell, name, local);
	struct shell_values joined = {0};
	bool fits = true;

	for (uint32_t i = 0; i < variable->values.n_items; i++) {
		for (uint32_t j = 0; fits && j < tail->n_items; j++) {
			struct shell_value value = {0};

			if (!shell_spend(shell,
					 variable->values.items[i].n_runs))
				return;
			shell_value_append(shell->arena, &value,
					   &variable->values.items[i]);
			shell_value_append(shell->arena, &value,
					   &tail->items[j]);
			fits = shell_values_add(shell->arena, &joined, &value);
		}
	}
	variable->values = joined.n_items ? joined : *tail;
}

void shell_assign(struct shell *shell, const struct shell_word *word,
		  bool local)
{
	struct shell_values values;

	if (word->array) {
		assign_array(shell, word, local);
	} else if (word->parts[0].size &&
		   memchr(word->parts[0].bytes, '[', word->parts[0].size)) {
		assign_element(shell, word, local);
	} else {
		values = shell_expand(shell, word, true);
		if (word->append)
			append_value(shell, word->name, &values, local);
		else
			shell_scope_set(shell, word->name, &values, local);
	}
}
