/*
 * Functions, classes and names of a text: who is in what, and what a name
 * means where it stands.
 */
#include <string.h>

#include "analyzers/code/code.h"
#include "analyzers/code/strings.h"

#define HEIRS_MAX 8
#define MEMBER_STEPS 16 /* of a chain of base classes */

/* --- functions and classes --- */

static void read_parameters(struct code *code, struct code_function *function)
{
	struct syntax *syntax = &code->syntax;

	for (uint32_t n = syntax_first(syntax, function->node);
	     n != SYNTAX_NONE; n = syntax_next(syntax, n)) {
		uint8_t kind = CODE_NODE(code, n)->kind;
		uint32_t name = syntax_child(syntax, n, AS_NAME);
		struct code_parameter *parameter;

		if (kind != SYNTAX_PARAMETER && kind != SYNTAX_PARAMETER_REST &&
		    kind != SYNTAX_PARAMETER_OPTIONS)
			continue;
		parameter = ARENA_PUSH(code->arena, function->parameters,
				       function->n_parameters);
		parameter->name =
			code_word(code, name == SYNTAX_NONE ? n : name);
		parameter->node = n;
		parameter->value = syntax_child(syntax, n, AS_VALUE);
		parameter->rest = kind != SYNTAX_PARAMETER;
	}
}

/* The object that a method is called on is no parameter to its callers. */
static void read_self(struct code *code, struct code_function *function)
{
	if (!function->n_parameters ||
	    !code_in_list(code->language->self, function->parameters[0].name))
		return;
	function->method = true;
	function->parameters++;
	function->n_parameters--;
}

/* The class of that name in this text; made where only its methods are. */
static uint32_t class_named(struct code *code, const char *name)
{
	struct code_class *class_;

	for (uint32_t i = code->n_classes; i-- > 0;)
		if (code->classes[i].name == name)
			return i;
	class_ = ARENA_PUSH(code->arena, code->classes, code->n_classes);
	class_->name = name;
	class_->node = class_->body = class_->scope = SYNTAX_NONE;
	class_->members = g_hash_table_new(NULL, NULL);
	class_->fields = g_hash_table_new(NULL, NULL);
	return code->n_classes - 1;
}

/* A::B::f: its name is f, its class B. */
static void read_qualified(struct code *code, struct code_function *function,
			   const char *word)
{
	char *copy, *separator;

	if (!strstr(word, "::"))
		return;
	copy = arena_strdup(code->arena, word);
	while ((separator = g_strrstr(copy, "::"))) {
		const char *part = separator + 2;

		*separator = '\0';
		if (strchr(part, '>') && !strchr(part, '<'))
			return; /* inside of a template's arguments */
		part = strchr(copy, ':') ? g_strrstr(copy, "::") + 2 : copy;
		part = code_intern(code, arena_strndup(code->arena, part,
						       strcspn(part, "< ")));
		if (*part)
			*ARENA_PUSH(code->arena, function->outer,
				    function->n_outer) = part;
	}
	if (!function->n_outer)
		return;
	function->class_ = class_named(code, function->outer[0]);
	for (uint32_t i = 0; i < function->n_outer / 2; i++) {
		const char *part = function->outer[i];

		function->outer[i] = function->outer[function->n_outer - 1 - i];
		function->outer[function->n_outer - 1 - i] = part;
	}
}

/* Whether it can be called in this text alone: static in C. */
static bool is_local(struct code *code, uint32_t node)
{
	uint32_t modifier = syntax_child(&code->syntax, node, AS_MODIFIER);

	for (; modifier != SYNTAX_NONE;
	     modifier = syntax_sibling(&code->syntax, modifier))
		if (!strcmp(code_word(code, modifier), "static"))
			return true;
	return false;
}

static void add_function(struct code *code, uint32_t node, uint32_t scope,
			 uint32_t class_, bool direct)
{
	struct code_function *function =
		ARENA_PUSH(code->arena, code->functions, code->n_functions);
	uint32_t name = syntax_child(&code->syntax, node, AS_NAME);

	code->index_of[node] = code->n_functions - 1;
	function->name = name == SYNTAX_NONE ? code_intern(code, "?")
					     : code_name(code, name);
	function->node = node;
	function->body = syntax_child(&code->syntax, node, AS_BODY);
	function->scope = scope;
	function->class_ = class_;
	if (code->language->qualified && name != SYNTAX_NONE)
		read_qualified(code, function, code_word(code, name));
	function->constructor =
		direct &&
		code_in_list(code->language->constructors, function->name);
	if (code->language->qualified && function->class_ != CODE_NONE)
		function->constructor =
			code->classes[function->class_].name == function->name;
	function->local = !direct && is_local(code, node);
	read_parameters(code, function);
	if (direct)
		read_self(code, function);
}

static void add_class(struct code *code, uint32_t node, uint32_t scope)
{
	struct code_class *class_ =
		ARENA_PUSH(code->arena, code->classes, code->n_classes);
	uint32_t name = syntax_child(&code->syntax, node, AS_NAME);

	code->index_of[node] = code->n_classes - 1;
	class_->name = name == SYNTAX_NONE ? code_intern(code, "?")
					   : code_word(code, name);
	class_->node = node;
	class_->body = syntax_child(&code->syntax, node, AS_BODY);
	class_->scope = scope;
	class_->members = g_hash_table_new(NULL, NULL);
	class_->fields = g_hash_table_new(NULL, NULL);
}

/* Numbers what has the same name in the same place: the second is 2. */
static void count_names(struct code *code)
{
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (uint32_t i = 0; i < code->n_functions; i++) {
		struct code_function *function = &code->functions[i];
		char *key = arena_printf(
			code->arena, "%u %s%s%s", function->scope,
			function->n_outer
				? function->outer[function->n_outer - 1]
				: "",
			function->n_outer ? "::" : "", function->name);
		guint nth = GPOINTER_TO_UINT(g_hash_table_lookup(seen, key));

		function->nth = ++nth;
		g_hash_table_insert(seen, key, GUINT_TO_POINTER(nth));
	}
	g_hash_table_destroy(seen);
}

void scopes_read(struct code *code)
{
	struct syntax *syntax = &code->syntax;
	uint32_t scope = SYNTAX_NONE; /* the function or class around */

	code->index_of = arena_alloc(code->arena,
				     (syntax->n_nodes + 1) * sizeof(uint32_t));
	for (uint32_t n = 0; n < syntax->n_nodes; n++) {
		uint8_t kind = syntax->nodes[n].kind;
		uint32_t class_ = CODE_NONE;
		bool direct;

		while (scope != SYNTAX_NONE && n >= syntax->nodes[scope].past)
			scope = syntax->nodes[scope].kind == SYNTAX_CLASS
					? code->classes[code->index_of[scope]]
						  .scope
					: code->functions[code->index_of[scope]]
						  .scope;
		if (kind != SYNTAX_FUNCTION && kind != SYNTAX_CLASS)
			continue;
		direct = scope != SYNTAX_NONE &&
			 syntax->nodes[scope].kind == SYNTAX_CLASS;
		if (direct)
			class_ = code->index_of[scope];
		else if (scope != SYNTAX_NONE)
			class_ = code->functions[code->index_of[scope]].class_;
		if (kind == SYNTAX_FUNCTION)
			add_function(code, n, scope, class_, direct);
		else
			add_class(code, n, scope);
		scope = n;
	}
	count_names(code);
}

/* --- symbols --- */

const struct symbol *scopes_symbol(struct code *code, const char *module,
				   const char *part)
{
	struct symbol *symbol = ARENA_NEW(code->arena, struct symbol);

	symbol->module = module;
	if (part)
		*ARENA_PUSH(code->arena, symbol->parts, symbol->n_parts) = part;
	return symbol;
}

/* Whether `module` or what it begins is imported as a whole. */
static bool is_module(struct code *code, const char *module)
{
	size_t length = strlen(module);

	for (uint32_t i = 0; i < code->n_modules; i++)
		if (g_str_has_prefix(code->modules[i], module) &&
		    (code->modules[i][length] == '\0' ||
		     code->modules[i][length] == '.'))
			return true;
	return false;
}

const struct symbol *scopes_symbol_in(struct code *code,
				      const struct symbol *symbol,
				      const char *part)
{
	struct symbol *inner = ARENA_NEW(code->arena, struct symbol);

	inner->module = symbol->module;
	if (symbol->module && !symbol->n_parts && code->n_modules) {
		char *module = arena_printf(code->arena, "%s.%s",
					    symbol->module, part);

		if (is_module(code, module)) {
			inner->module = module;
			return inner;
		}
	}
	inner->parts = arena_alloc(code->arena,
				   (symbol->n_parts + 1) * sizeof(char *));
	if (symbol->n_parts)
		memcpy(inner->parts, symbol->parts,
		       symbol->n_parts * sizeof(char *));
	inner->parts[symbol->n_parts] = part;
	inner->n_parts = symbol->n_parts + 1;
	return inner;
}

/* The names from the outermost scope down to node `scope`. */
static uint32_t scope_parts(struct code *code, uint32_t scope,
			    const char ***parts)
{
	GPtrArray *names = g_ptr_array_new();
	uint32_t n;

	while (scope != SYNTAX_NONE) {
		uint32_t index = code->index_of[scope];
		bool class_ = CODE_NODE(code, scope)->kind == SYNTAX_CLASS;
		struct code_function *function =
			class_ ? NULL : &code->functions[index];

		g_ptr_array_insert(
			names, 0,
			(void *)(class_ ? code->classes[index].name
					: code->functions[index].name));
		for (uint32_t i = function ? function->n_outer : 0; i-- > 0;)
			g_ptr_array_insert(names, 0,
					   (void *)function->outer[i]);
		scope = class_ ? code->classes[index].scope
			       : code->functions[index].scope;
	}
	n = names->len;
	*parts = arena_memdup(code->arena, names->pdata, n * sizeof(char *));
	g_ptr_array_free(names, TRUE);
	return n;
}

static const struct symbol *symbol_of_scope(struct code *code, uint32_t node)
{
	struct symbol *symbol = ARENA_NEW(code->arena, struct symbol);

	symbol->n_parts = scope_parts(code, node, &symbol->parts);
	return symbol;
}

const struct symbol *scopes_function_symbol(struct code *code,
					    uint32_t function)
{
	return symbol_of_scope(code, code->functions[function].node);
}

const struct symbol *scopes_class_symbol(struct code *code, uint32_t class_)
{
	if (code->classes[class_].node == SYNTAX_NONE)
		return scopes_symbol(code, NULL, code->classes[class_].name);
	return symbol_of_scope(code, code->classes[class_].node);
}

struct accessor *scopes_accessor(struct code *code, uint32_t number)
{
	struct code_function *function = &code->functions[number];
	struct sql_name *name;

	if (function->accessor)
		return function->accessor;
	function->accessor = ARENA_NEW(code->arena, struct accessor);
	function->accessor->object.kind = NODE_FUNCTION;
	function->accessor->object.nth = function->nth > 1 ? function->nth : 0;
	name = &function->accessor->object.name;
	name->n_parts = scope_parts(code, function->node, &name->parts);
	name->line = code_line(code, function->node);
	name->end_line = name->line;
	return function->accessor;
}

/* --- what a name holds --- */

static const struct datum *own_member(struct code *code, uint32_t class_,
				      const char *name)
{
	const struct datum *field =
		g_hash_table_lookup(code->classes[class_].fields, name);
	const struct datum *datum =
		g_hash_table_lookup(code->classes[class_].members, name);

	if (!field || !datum)
		return field ? field : datum;
	return datum_either(code, datum, field);
}

/* A member that says nothing itself is what the heirs say. */
static const struct datum *heirs_member(struct code *code, uint32_t class_,
					const char *name)
{
	const struct datum *all = NULL;

	for (uint32_t i = 0; i < code->classes[class_].n_heirs; i++) {
		const struct datum *one =
			own_member(code, code->classes[class_].heirs[i], name);

		if (one)
			all = all ? datum_either(code, all, one) : one;
	}
	return all;
}

const struct datum *scopes_member(struct code *code, uint32_t class_,
				  const char *name)
{
	const struct datum *found = NULL;
	uint32_t at = class_;

	for (int i = 0; i < MEMBER_STEPS && at != CODE_NONE; i++) {
		struct code_class *looked = &code->classes[at];
		uint32_t next = CODE_NONE;

		found = own_member(code, at, name);
		if (found)
			break;
		for (uint32_t j = 0; j < looked->n_bases; j++)
			if (looked->bases[j]->kind == DATUM_CLASS &&
			    next == CODE_NONE)
				next = looked->bases[j]->index;
			else if (looked->bases[j]->kind == DATUM_SYMBOL &&
				 !found)
				found = datum_symbol(
					code, looked->bases[j]->node,
					scopes_symbol_in(
						code, looked->bases[j]->symbol,
						name));
		at = next;
		if (at != CODE_NONE)
			found = NULL;
	}
	if (!found || found->kind == DATUM_CONSTANT ||
	    found->kind == DATUM_SYMBOL) {
		const struct datum *heirs = heirs_member(code, class_, name);

		if (heirs)
			return heirs;
	}
	return found;
}

/* What is no text of its own stands where it is used. */
static const struct datum *at_use(struct code *code, const struct datum *datum,
				  uint32_t node)
{
	struct datum *used;

	if (datum->kind != DATUM_SYMBOL && datum->kind != DATUM_PARAMETER &&
	    datum->kind != DATUM_RESULT && datum->kind != DATUM_UNKNOWN)
		return datum_used(code, datum);
	used = ARENA_NEW(code->arena, struct datum);
	*used = *datum;
	used->node = node;
	return used;
}

/* A member of the class that the function around is of, where languages
 * let it be named alone. */
static const struct datum *bare_member(struct code *code, const char *name)
{
	uint32_t function = code->ropes.function, class_;
	const struct datum *member;

	if (!code->language->qualified || function == ROPE_NO_FUNCTION)
		return NULL;
	class_ = code->functions[function].class_;
	if (class_ == CODE_NONE)
		return NULL;
	member = scopes_member(code, class_, name);
	/* What a class of another text may hold, the module may hold, too. */
	return member && member->kind == DATUM_SYMBOL ? NULL : member;
}

const struct datum *scopes_lookup(struct code *code, const char *name,
				  uint32_t node)
{
	for (struct env *env = code->env; env; env = env->around) {
		const struct datum *datum =
			g_hash_table_lookup(env->names, name);

		if (datum)
			return at_use(code, datum, node);
		if (env->around && !env->around->around &&
		    (datum = bare_member(code, name)))
			return at_use(code, datum, node);
	}
	for (const struct code_given *given = code->language->given;
	     given && given->name; given++)
		if (!strcmp(given->name, name))
			return strings_made(code, node, given->value,
					    strlen(given->value));
	if (code->language->global)
		return datum_symbol(code, node,
				    scopes_symbol(code, NULL, name));
	/* Of several modules the linker finds the one that has the name: each
	 * of them is another name of this text's own. */
	if (code->n_stars)
		return datum_symbol(code, node,
				    scopes_symbol(code,
						  code->n_stars == 1
							  ? code->stars[0]
							  : NULL,
						  name));
	return datum_unknown(code, node);
}
