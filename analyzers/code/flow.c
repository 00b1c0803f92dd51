/*
 * Statements in the order in which they run: what each name holds where.
 *
 * The module first, then its functions, constructors before other methods:
 * a function sees what the module's names hold in the end. A condition's
 * arms are read from the same start and what they changed is joined. A loop
 * is a condition: its body runs once or not. This is a heuristic; a value
 * that only a second turn would make is not seen.
 */
#include <string.h>

#include "analyzers/code/code.h"
#include "analyzers/code/orm/orm.h"
#include "analyzers/code/strings.h"

/* What a name held before. */
struct change {
	const char *name;
	const struct datum *before;
};

/* A name changed by an arm, and what it held at its end. */
struct outcome {
	const char *name;
	const struct datum *value;
	uint32_t arm;
};

static void exec(struct code *code, uint32_t node);

static struct env *env_new(struct code *code, struct env *around,
			   uint32_t function)
{
	struct env *env = ARENA_NEW(code->arena, struct env);

	env->around = around;
	env->names = g_hash_table_new(NULL, NULL);
	env->trail = g_array_new(FALSE, FALSE, sizeof(struct change));
	env->function = function;
	g_ptr_array_add(code->envs, env);
	return env;
}

static void set_name(struct env *env, const char *name,
		     const struct datum *datum)
{
	if (datum)
		g_hash_table_insert(env->names, (void *)name, (void *)datum);
	else
		g_hash_table_remove(env->names, name);
}

void flow_bind(struct code *code, const char *name, const struct datum *datum)
{
	struct env *env = code->env;
	struct change change = {name, g_hash_table_lookup(env->names, name)};

	g_array_append_val(env->trail, change);
	set_name(env, name, datum);
	if (env->members)
		g_hash_table_insert(env->members, (void *)name, (void *)datum);
}

static void bind_field(struct code *code, uint32_t class_, const char *name,
		       const struct datum *datum)
{
	GHashTable *fields = code->classes[class_].fields;
	const struct datum *before = g_hash_table_lookup(fields, name);

	if (before && before != datum)
		datum = datum_either(code, before, datum);
	g_hash_table_insert(fields, (void *)name, (void *)datum);
}

/* `self.x = ...` in a method makes a member of its class. */
static void bind_member(struct code *code, uint32_t target,
			const struct datum *datum)
{
	uint32_t object = syntax_child(&code->syntax, target, AS_OBJECT);
	uint32_t name = syntax_child(&code->syntax, target, AS_NAME);
	const char *path = eval_path(code, target);
	const struct datum *owner;

	if (path)
		flow_bind(code, path, datum);
	if (object == SYNTAX_NONE || name == SYNTAX_NONE ||
	    CODE_NODE(code, object)->kind != SYNTAX_NAME)
		return;
	owner = eval(code, object);
	orm_assign(code, owner, code_word(code, name), target);
	if ((owner->kind != DATUM_INSTANCE && owner->kind != DATUM_CLASS) ||
	    owner->index == CODE_NONE)
		return;
	bind_field(code, owner->index, code_word(code, name), datum);
}

/* In a method, a name that it does not declare is a member's. */
static void bind_bare_member(struct code *code, const char *name,
			     const struct datum *datum)
{
	uint32_t function = code->ropes.function;

	if (!code->language->qualified || function == ROPE_NO_FUNCTION ||
	    code->functions[function].class_ == CODE_NONE)
		return;
	for (struct env *env = code->env; env->around; env = env->around)
		if (g_hash_table_contains(env->names, name))
			return;
	bind_field(code, code->functions[function].class_, name, datum);
}

void flow_bind_target(struct code *code, uint32_t target,
		      const struct datum *datum)
{
	struct syntax *syntax = &code->syntax;
	uint32_t i = 0;

	if (target == SYNTAX_NONE || code->depth > CODE_EVAL_DEPTH_MAX)
		return;
	switch (CODE_NODE(code, target)->kind) {
	case SYNTAX_NAME:
		bind_bare_member(code, code_word(code, target), datum);
		flow_bind(code, code_word(code, target), datum);
		break;
	case SYNTAX_GROUP: /* *x = ..., (x) = ... */
		flow_bind_target(code, syntax_child(syntax, target, AS_VALUE),
				 datum);
		break;
	case SYNTAX_MEMBER:
		bind_member(code, target, datum);
		break;
	case SYNTAX_LIST:
		code->depth++;
		for (uint32_t n = syntax_first(syntax, target);
		     n != SYNTAX_NONE; n = syntax_next(syntax, n), i++)
			flow_bind_target(code, n,
					 datum->kind == DATUM_LIST &&
							 i < datum->n_items
						 ? datum->items[i]
						 : datum_unknown(code, n));
		code->depth--;
		break;
	default:
		eval(code, target);
	}
}

/* --- conditions --- */

/* Takes back what the env's names became since `mark`; their last values go
 * to `outcomes` as of arm `arm`. */
static void take_back(struct env *env, guint mark, GArray *outcomes,
		      uint32_t arm)
{
	while (env->trail->len > mark) {
		struct change *change = &g_array_index(
			env->trail, struct change, env->trail->len - 1);
		struct outcome outcome = {
			change->name,
			g_hash_table_lookup(env->names, change->name), arm};

		/* The last change comes first: later ones of the same name
		 * see what was before it, and are skipped when joined. */
		if (outcomes)
			g_array_append_val(outcomes, outcome);
		set_name(env, change->name, change->before);
		g_array_set_size(env->trail, env->trail->len - 1);
	}
}

static int by_name(gconstpointer a, gconstpointer b)
{
	const struct outcome *x = *(const struct outcome *const *)a;
	const struct outcome *y = *(const struct outcome *const *)b;

	if (x->name != y->name)
		return x->name < y->name ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* Joins all outcomes of one name, [first, past) of `sorted`. */
static const struct datum *join_name(struct code *code, GPtrArray *sorted,
				     guint first, guint past, uint32_t n_arms,
				     bool may_skip)
{
	const struct outcome *outcome = g_ptr_array_index(sorted, first);
	const struct datum *before =
		g_hash_table_lookup(code->env->names, outcome->name);
	const struct datum *all = NULL;
	uint32_t arm = CODE_NONE, n = 0;

	for (guint i = first; i < past; i++) {
		outcome = g_ptr_array_index(sorted, i);
		if (outcome->arm == arm)
			continue;
		arm = outcome->arm;
		n++;
		if (!outcome->value)
			continue;
		all = all ? datum_either(code, all, outcome->value)
			  : outcome->value;
	}
	if (before && (may_skip || n < n_arms))
		all = all ? datum_either(code, before, all) : before;
	return all;
}

/* What the names hold behind the arms. */
static void join_arms(struct code *code, GArray *outcomes, uint32_t n_arms,
		      bool may_skip)
{
	GPtrArray *sorted = g_ptr_array_sized_new(outcomes->len);
	guint past;

	for (guint i = 0; i < outcomes->len; i++)
		g_ptr_array_add(sorted,
				&g_array_index(outcomes, struct outcome, i));
	g_ptr_array_sort(sorted, by_name);
	for (guint i = 0; i < sorted->len; i = past) {
		const struct outcome *outcome = g_ptr_array_index(sorted, i);
		const struct datum *joined;

		for (past = i + 1; past < sorted->len; past++)
			if (((struct outcome *)g_ptr_array_index(sorted, past))
				    ->name != outcome->name)
				break;
		joined = join_name(code, sorted, i, past, n_arms, may_skip);
		if (joined)
			flow_bind(code, outcome->name, joined);
	}
	g_ptr_array_free(sorted, TRUE);
}

static void exec_children(struct code *code, uint32_t node)
{
	for (uint32_t n = syntax_first(&code->syntax, node); n != SYNTAX_NONE;
	     n = syntax_next(&code->syntax, n))
		exec(code, n);
}

/* A block, or a single statement in its place. */
static bool is_arm(struct code *code, uint32_t node)
{
	uint8_t kind = CODE_NODE(code, node)->kind;

	return kind == SYNTAX_ARM || kind == SYNTAX_ARM_ELSE ||
	       CODE_NODE(code, node)->role == AS_ARM;
}

static void exec_arm(struct code *code, uint32_t node)
{
	if (CODE_NODE(code, node)->role == AS_ARM)
		exec(code, node);
	else
		exec_children(code, node);
}

static void exec_arms(struct code *code, uint32_t node, bool may_skip)
{
	struct env *env = code->env;
	GArray *outcomes = g_array_new(FALSE, FALSE, sizeof(struct outcome));
	uint32_t n_arms = 0, n_alive = 0;

	for (uint32_t n = syntax_first(&code->syntax, node); n != SYNTAX_NONE;
	     n = syntax_next(&code->syntax, n)) {
		uint8_t kind = CODE_NODE(code, n)->kind;
		guint mark = env->trail->len;
		bool dead = env->dead;

		if (!is_arm(code, n)) {
			exec(code, n);
			continue;
		}
		may_skip = may_skip && kind != SYNTAX_ARM_ELSE;
		exec_arm(code, n);
		n_arms++;
		take_back(env, mark, env->dead && !dead ? NULL : outcomes,
			  n_arms);
		n_alive += !env->dead || dead;
		env->dead = dead;
	}
	join_arms(code, outcomes, n_alive, may_skip);
	if (n_arms && !n_alive && !may_skip)
		env->dead = true;
	g_array_free(outcomes, TRUE);
}

/* What a loop's variable holds: any item of a list. */
static const struct datum *item_of(struct code *code, uint32_t node,
				   const struct datum *list)
{
	const struct datum *item = orm_item(code, list);
	struct datum *either;

	if (item)
		return item;
	if (list->kind == DATUM_EITHER && list->n_items)
		list = list->items[0];
	if ((list->kind != DATUM_LIST && list->kind != DATUM_MAP) ||
	    !list->n_items)
		return datum_unknown(code, node);
	either = datum_new(code, DATUM_EITHER, node);
	for (uint32_t i = 0;
	     i < list->n_items && either->n_items < CODE_LOOP_VALUES_MAX;
	     i += list->kind == DATUM_MAP ? 2 : 1)
		*ARENA_PUSH(code->arena, either->items, either->n_items) =
			datum_used(code, list->items[i]);
	return either->n_items == 1 ? either->items[0] : either;
}

/* for a, b in [(1, 2), (3, 4)]: each of the names is any at its place. */
static void bind_items(struct code *code, uint32_t target,
		       const struct datum *item)
{
	uint32_t place = 0;

	if (CODE_NODE(code, target)->kind != SYNTAX_LIST ||
	    item->kind != DATUM_EITHER) {
		flow_bind_target(code, target, item);
		return;
	}
	for (uint32_t n = syntax_first(&code->syntax, target); n != SYNTAX_NONE;
	     n = syntax_next(&code->syntax, n), place++) {
		struct datum *any = datum_new(code, DATUM_EITHER, n);

		for (uint32_t i = 0; i < item->n_items; i++)
			if (item->items[i]->kind == DATUM_LIST &&
			    place < item->items[i]->n_items)
				*ARENA_PUSH(code->arena, any->items,
					    any->n_items) =
					item->items[i]->items[place];
		flow_bind_target(code, n,
				 any->n_items ? datum_used(code, any)
					      : datum_unknown(code, n));
	}
}

static void exec_loop(struct code *code, uint32_t node)
{
	uint32_t target = syntax_child(&code->syntax, node, AS_TARGET);
	uint32_t value = syntax_child(&code->syntax, node, AS_VALUE);

	if (target != SYNTAX_NONE && value != SYNTAX_NONE)
		bind_items(code, target,
			   item_of(code, value, eval(code, value)));
	for (uint32_t n = syntax_first(&code->syntax, node); n != SYNTAX_NONE;
	     n = syntax_next(&code->syntax, n)) {
		GArray *outcomes;
		guint mark = code->env->trail->len;
		bool dead = code->env->dead;

		if (n == target || n == value)
			continue;
		if (!is_arm(code, n)) {
			exec(code, n);
			continue;
		}
		outcomes = g_array_new(FALSE, FALSE, sizeof(struct outcome));
		exec_arm(code, n);
		take_back(code->env, mark, outcomes, 1);
		code->env->dead = dead;
		join_arms(code, outcomes, 1, true);
		g_array_free(outcomes, TRUE);
	}
}

/* --- definitions and imports --- */

static void note_dialect(struct code *code, const char *module)
{
	for (const struct code_dialect *d = code->language->dialects; d->module;
	     d++) {
		size_t length = strlen(d->module);

		if (strncmp(module, d->module, length) != 0 ||
		    (module[length] != '\0' && module[length] != '.'))
			continue;
		code->driver = true;
		if (code->dialect == DIALECT_GENERIC)
			code->dialect = d->dialect;
		else if (d->dialect != DIALECT_GENERIC &&
			 code->dialect != d->dialect)
			code->dialect = N_DIALECTS; /* several: not known */
	}
}

static void import_module(struct code *code, uint32_t module, uint32_t alias)
{
	const char *name = code_word(code, module);
	size_t first = strcspn(name, ".");
	const char *bound = name;

	note_dialect(code, name);
	if (alias == SYNTAX_NONE && name[first])
		bound = code_intern(code,
				    arena_strndup(code->arena, name, first));
	else if (alias != SYNTAX_NONE)
		bound = code_word(code, alias);
	*ARENA_PUSH(code->arena, code->modules, code->n_modules) = name;
	flow_bind(
		code, bound,
		datum_symbol(code, module,
			     scopes_symbol(code,
					   alias == SYNTAX_NONE ? bound : name,
					   NULL)));
}

static void import_item(struct code *code, const char *module, uint32_t item)
{
	uint32_t name = syntax_child(&code->syntax, item, AS_NAME);
	uint32_t alias = syntax_child(&code->syntax, item, AS_ALIAS);
	const char *imported =
		code_word(code, name == SYNTAX_NONE ? item : name);
	char *whole = g_strdup_printf("%s.%s", module, imported);

	note_dialect(code, whole);
	g_free(whole);
	flow_bind(code,
		  alias == SYNTAX_NONE ? imported : code_word(code, alias),
		  datum_symbol(code, item,
			       scopes_symbol(code, module, imported)));
}

/*
 * Forms: import a.b, c as d; from a import b, c as d; from a import *.
 * In the first each item is a module; in the others the items follow it.
 */
static void exec_import(struct code *code, uint32_t node)
{
	struct syntax *syntax = &code->syntax;
	const char *from = NULL;

	for (uint32_t n = syntax_first(syntax, node); n != SYNTAX_NONE;
	     n = syntax_next(syntax, n)) {
		struct syntax_node *item = CODE_NODE(code, n);

		if (item->kind == SYNTAX_IMPORT_ALL && from) {
			*ARENA_PUSH(code->arena, code->stars, code->n_stars) =
				from;
		} else if (item->kind == SYNTAX_IMPORT_ITEM && from) {
			import_item(code, from, n);
		} else if (item->kind == SYNTAX_IMPORT_ITEM) {
			import_module(code, syntax_child(syntax, n, AS_NAME),
				      syntax_child(syntax, n, AS_ALIAS));
		} else if (item->role == AS_MODULE) {
			uint32_t next = syntax_next(syntax, n);

			from = code_word(code, n);
			note_dialect(code, from);
			if (next == SYNTAX_NONE ||
			    CODE_NODE(code, next)->role == AS_MODULE) {
				import_module(code, n, SYNTAX_NONE);
				from = NULL;
			}
		}
	}
}

/* Forms: #include "a/b.h", #include <a/b.h>: all that the file defines. */
static void exec_include(struct code *code, uint32_t node)
{
	const char *word = code_word(code, node), *base;
	size_t length = strlen(word);

	if (length < 3 || !strchr("\"<", word[0]))
		return;
	word = code_intern(code,
			   arena_strndup(code->arena, word + 1, length - 2));
	base = strrchr(word, '/');
	note_dialect(code, word);
	if (base)
		note_dialect(code, base + 1);
	/* <stdio.h> is of no source; <part/part.h> may be of this one. */
	if (base || code->text->bytes[CODE_NODE(code, node)->start] == '"')
		*ARENA_PUSH(code->arena, code->stars, code->n_stars) = word;
}

/* A name that is declared without a value holds nothing yet; what another
 * text defines is not known here. */
static void exec_declared(struct code *code, uint32_t node)
{
	uint32_t around = CODE_NODE(code, node)->parent;
	uint32_t modifier = syntax_child(&code->syntax, around, AS_MODIFIER);

	for (; modifier != SYNTAX_NONE;
	     modifier = syntax_sibling(&code->syntax, modifier))
		if (!strcmp(code_word(code, modifier), "extern"))
			return;
	flow_bind(code, code_word(code, node),
		  datum_new(code, DATUM_CONSTANT, node));
}

static void add_base(struct code *code, uint32_t number,
		     const struct datum *base)
{
	struct code_class *class_ = &code->classes[number];

	*ARENA_PUSH(code->arena, class_->bases, class_->n_bases) = base;
	if (base->kind == DATUM_CLASS && base->index != number &&
	    code->classes[base->index].n_heirs < CODE_ALTERNATIVES_MAX)
		*ARENA_PUSH(code->arena, code->classes[base->index].heirs,
			    code->classes[base->index].n_heirs) = number;
}

static void exec_class(struct code *code, uint32_t node)
{
	uint32_t number = code->index_of[node];
	struct env *around = code->env;
	struct datum *datum = datum_new(code, DATUM_CLASS, node);

	for (uint32_t n = syntax_child(&code->syntax, node, AS_BASE);
	     n != SYNTAX_NONE; n = syntax_sibling(&code->syntax, n))
		if (CODE_NODE(code, n)->kind != SYNTAX_KEYWORD)
			add_base(code, number, eval(code, n));
	datum->index = number;
	datum->symbol = scopes_class_symbol(code, number);
	flow_bind(code, code->classes[number].name, datum);
	code->env = env_new(code, around, around->function);
	code->env->members = code->classes[number].members;
	if (code->classes[number].body != SYNTAX_NONE)
		exec_children(code, code->classes[number].body);
	code->env = around;
	orm_class(code, number);
}

static void exec_function(struct code *code, uint32_t node)
{
	uint32_t number = code->index_of[node];
	struct datum *datum = datum_new(code, DATUM_FUNCTION, node);
	struct env *around = code->env;

	while (around->members) /* names of a class's body are not seen */
		around = around->around;
	code->functions[number].env = around;
	datum->index = number;
	datum->symbol = scopes_function_symbol(code, number);
	if (code->functions[number].n_outer)
		g_hash_table_insert(
			code->classes[code->functions[number].class_].members,
			(void *)code->functions[number].name, datum);
	else
		flow_bind(code, code->functions[number].name, datum);
}

/* --- statements --- */

static void exec_assignment(struct code *code, uint32_t node)
{
	struct syntax *syntax = &code->syntax;
	uint32_t value = syntax_child(syntax, node, AS_VALUE);

	if (value == SYNTAX_NONE)
		return;
	eval(code, node);
}

static void exec_augment(struct code *code, uint32_t node)
{
	uint32_t target = syntax_child(&code->syntax, node, AS_TARGET);
	uint32_t value = syntax_child(&code->syntax, node, AS_VALUE);
	const struct datum *before, *more, *all;

	if (target == SYNTAX_NONE || value == SYNTAX_NONE)
		return;
	before = eval(code, target);
	more = eval(code, value);
	if (call_fills_buffer(code, value) || /* p += sprintf(p, ...) */
	    (code->language->global && !code->language->qualified)) {
		struct datum *datum = datum_new(code, DATUM_UNKNOWN, node);

		*datum = *eval(code, target);
		datum->adds = true;
		flow_bind_target(code, target, datum);
		return;
	}
	if (before->kind == DATUM_LIST && more->kind == DATUM_LIST) {
		struct datum *list = datum_new(code, DATUM_LIST, node);

		for (uint32_t i = 0; i < before->n_items + more->n_items; i++)
			*ARENA_PUSH(code->arena, list->items, list->n_items) =
				i < before->n_items
					? before->items[i]
					: more->items[i - before->n_items];
		all = list;
	} else if (strings_is(before) || strings_is(more)) {
		all = strings_cat(code, node, before, more);
	} else {
		all = datum_unknown(code, node);
	}
	flow_bind_target(code, target, all);
}

static void exec_return(struct code *code, uint32_t node)
{
	uint32_t value = syntax_child(&code->syntax, node, AS_VALUE);
	struct code_function *function;
	const struct datum *datum;

	code->env->dead = true;
	if (value == SYNTAX_NONE)
		return;
	datum = eval(code, value);
	if (code->ropes.function == ROPE_NO_FUNCTION)
		return;
	function = &code->functions[code->ropes.function];
	function->result = function->result
				   ? datum_either(code, function->result, datum)
				   : datum;
}

static void exec(struct code *code, uint32_t node)
{
	if (++code->depth > CODE_EVAL_DEPTH_MAX) {
		code->too_deep = true;
		code->depth--;
		return;
	}
	switch (CODE_NODE(code, node)->kind) {
	case SYNTAX_FUNCTION:
		exec_function(code, node);
		break;
	case SYNTAX_CLASS:
		exec_class(code, node);
		break;
	case SYNTAX_IMPORT:
		exec_import(code, node);
		break;
	case SYNTAX_ASSIGNMENT:
		exec_assignment(code, node);
		break;
	case SYNTAX_AUGMENT:
		exec_augment(code, node);
		break;
	case SYNTAX_RETURN:
		exec_return(code, node);
		break;
	case SYNTAX_EXIT: /* what it says is for people */
		code->env->dead = true;
		break;
	case SYNTAX_BRANCH:
		exec_arms(code, node, true);
		break;
	case SYNTAX_LOOP:
		exec_loop(code, node);
		break;
	case SYNTAX_INCLUDE:
		exec_include(code, node);
		break;
	case SYNTAX_DECLARED:
		exec_declared(code, node);
		break;
	case SYNTAX_COMMENT:
		break;
	case SYNTAX_OTHER:
	case SYNTAX_ARM:
	case SYNTAX_ARM_ELSE:
	case SYNTAX_DECLARATION:
		exec_children(code, node);
		break;
	default:
		eval(code, node);
	}
	code->depth--;
}

void flow_statement(struct code *code, uint32_t node)
{
	exec(code, node);
}

/* --- functions --- */

static void bind_parameters(struct code *code, uint32_t number)
{
	struct code_function *function = &code->functions[number];

	for (uint32_t i = 0; i < function->n_parameters; i++) {
		struct code_parameter *parameter = &function->parameters[i];
		uint32_t type =
			syntax_child(&code->syntax, parameter->node, AS_TYPE);
		struct datum *datum = datum_new(
			code, parameter->rest ? DATUM_UNKNOWN : DATUM_PARAMETER,
			parameter->node);
		const struct datum *value = datum;

		datum->index = number;
		datum->parameter = i;
		if (type != SYNTAX_NONE)
			datum->symbol = eval(code, type)->symbol;
		if (parameter->value != SYNTAX_NONE && !parameter->rest) {
			const struct datum *otherwise =
				eval(code, parameter->value);

			if (strings_is(otherwise))
				value = datum_either(code, datum, otherwise);
		}
		flow_bind(code, parameter->name, value);
	}
}

void flow_function(struct code *code, uint32_t number)
{
	struct code_function *function = &code->functions[number];
	struct env *env = code->env;
	uint32_t function_before = code->ropes.function;
	enum quiet quiet = code->ropes.quiet;
	unsigned depth = code->depth;

	if (function->running || function->done)
		return;
	function->running = true;
	code->depth = 0;
	code->env = env_new(code, function->env ? function->env : code->module,
			    number);
	code->ropes.function = number;
	code->ropes.quiet = QUIET_NOT;
	bind_parameters(code, number);
	for (uint32_t n = syntax_first(&code->syntax, function->node);
	     n != SYNTAX_NONE; n = syntax_next(&code->syntax, n))
		if (CODE_NODE(code, n)->kind == SYNTAX_ASSIGNMENT)
			exec(code, n); /* a constructor's members */
	if (function->body != SYNTAX_NONE) {
		if (CODE_NODE(code, function->body)->kind == SYNTAX_INJECT)
			function->result = eval(code, function->body);
		else if (CODE_NODE(code, function->body)->kind == SYNTAX_OTHER)
			exec_children(code, function->body);
		else
			exec(code, function->body);
	}
	code->env = env;
	code->ropes.function = function_before;
	code->ropes.quiet = quiet;
	code->depth = depth;
	function->running = false;
	function->done = true;
}

const struct datum *flow_result(struct code *code, uint32_t number)
{
	struct code_function *function = &code->functions[number];

	if (!function->done && !function->running &&
	    code->calls < CODE_CALL_DEPTH_MAX) {
		code->calls++;
		flow_function(code, number);
		code->calls--;
	}
	return function->result;
}

void flow_run(struct code *code)
{
	code->module = code->env = env_new(code, NULL, CODE_NONE);
	code->ropes.function = ROPE_NO_FUNCTION;
	exec_children(code, 0);
	for (uint32_t i = 0; i < code->n_functions; i++)
		if (code->functions[i].constructor)
			flow_function(code, i);
	for (uint32_t i = 0; i < code->n_functions; i++)
		flow_function(code, i);
}
