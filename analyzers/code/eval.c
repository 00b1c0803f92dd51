/*
 * Expressions: the datum that each gives. Each is evaluated once in the
 * order of the program, so that what a call does is noted once.
 */
#include <string.h>

#include "analyzers/code/code.h"
#include "analyzers/code/orm/orm.h"
#include "analyzers/code/strings.h"

#define PATH_MEMBERS 4
#define MAP_PAIRS_MAX 1024
#define NODES_SPINE 64 /* first room for a chain of + */

/* --- data --- */

struct datum *datum_new(struct code *code, enum datum_kind kind, uint32_t node)
{
	struct datum *datum = ARENA_NEW(code->arena, struct datum);

	datum->kind = kind;
	datum->node = node;
	datum->index = CODE_NONE;
	return datum;
}

const struct datum *datum_unknown(struct code *code, uint32_t node)
{
	return datum_new(code, DATUM_UNKNOWN, node);
}

const struct datum *datum_string(struct code *code, uint32_t node,
				 const struct rope *rope)
{
	struct datum *datum = datum_new(code, DATUM_STRING, node);

	datum->rope = rope;
	return datum;
}

const struct datum *datum_symbol(struct code *code, uint32_t node,
				 const struct symbol *symbol)
{
	struct datum *datum = datum_new(code, DATUM_SYMBOL, node);

	datum->symbol = symbol;
	return datum;
}

/* Whether the two are the same, or one is the other with a part that a
 * condition adds: *kept is then the longer. */
static bool merges(const struct datum *a, const struct datum *b,
		   const struct datum **kept)
{
	*kept = a;
	if (a == b || b->kind == DATUM_CONSTANT ||
	    (a->kind == DATUM_UNKNOWN && b->kind == DATUM_UNKNOWN))
		return true;
	if (a->kind == DATUM_CONSTANT) {
		*kept = b;
		return true;
	}
	if (a->kind == DATUM_STRING && b->kind == DATUM_STRING) {
		if (a->rope == b->rope || rope_extends(a->rope, b->rope))
			return true;
		*kept = b;
		return rope_extends(b->rope, a->rope);
	}
	if (a->kind == DATUM_LIST && b->kind == DATUM_LIST) {
		uint32_t n = MIN(a->n_items, b->n_items);

		if (b->n_items > a->n_items)
			*kept = b;
		return !n || !memcmp(a->items, b->items, n * sizeof(*a->items));
	}
	return false;
}

static void add_either(struct code *code, struct datum *either,
		       const struct datum *datum)
{
	for (uint32_t i = 0; i < either->n_items; i++) {
		const struct datum *kept;

		if (merges(either->items[i], datum, &kept)) {
			either->items[i] = kept;
			return;
		}
	}
	*ARENA_PUSH(code->arena, either->items, either->n_items) = datum;
}

/* Too many: every other one of each side, so that each piece of what both
 * are made of is likely in one. */
static void thin_out(struct datum *either)
{
	uint32_t n = 0, half = either->n_items / 2;

	if (either->n_items <= CODE_ALTERNATIVES_MAX)
		return;
	for (uint32_t i = 0; i < either->n_items && n < CODE_ALTERNATIVES_MAX;
	     i++)
		if ((i < half) == (i % 2 == 0))
			either->items[n++] = either->items[i];
	either->n_items = n;
}

const struct datum *datum_either(struct code *code, const struct datum *a,
				 const struct datum *b)
{
	const struct datum *kept;
	struct datum *either;

	if (a->kind != DATUM_EITHER && b->kind != DATUM_EITHER &&
	    merges(a, b, &kept))
		return kept;
	if (a->kind == DATUM_EITHER && a->n_items > CODE_ALTERNATIVES_MAX)
		return a; /* the values of a loop */
	either = datum_new(code, DATUM_EITHER, a->node);
	for (uint32_t i = 0; a->kind == DATUM_EITHER && i < a->n_items; i++)
		add_either(code, either, a->items[i]);
	if (a->kind != DATUM_EITHER)
		add_either(code, either, a);
	for (uint32_t i = 0; b->kind == DATUM_EITHER && i < b->n_items; i++)
		add_either(code, either, b->items[i]);
	if (b->kind != DATUM_EITHER)
		add_either(code, either, b);
	thin_out(either);
	return either->n_items == 1 ? either->items[0] : either;
}

const struct datum *datum_used(struct code *code, const struct datum *datum)
{
	struct datum *either;

	if (datum->kind == DATUM_STRING) {
		if (datum->rope->function == code->ropes.function)
			return datum;
		return datum_string(code, datum->node,
				    rope_alias(&code->ropes, datum->rope));
	}
	if (datum->kind != DATUM_EITHER)
		return datum;
	either = datum_new(code, DATUM_EITHER, datum->node);
	for (uint32_t i = 0; i < datum->n_items; i++)
		*ARENA_PUSH(code->arena, either->items, either->n_items) =
			datum->items[i]->kind == DATUM_STRING
				? datum_used(code, datum->items[i])
				: datum->items[i];
	return either;
}

/* --- names and members --- */

const char *eval_path(struct code *code, uint32_t node)
{
	struct syntax *syntax = &code->syntax;
	uint32_t at = node;

	for (int i = 0; i < PATH_MEMBERS; i++) {
		if (at == SYNTAX_NONE)
			return NULL;
		if (CODE_NODE(code, at)->kind == SYNTAX_NAME)
			return code_word(code, node);
		if (CODE_NODE(code, at)->kind != SYNTAX_MEMBER)
			return NULL;
		at = syntax_child(syntax, at, AS_OBJECT);
	}
	return NULL;
}

/* What "self" is: an instance of the class of the function around; "cls" is
 * that class. */
static const struct datum *eval_self(struct code *code, uint32_t node,
				     const char *name)
{
	const char *const *own = code->language->own_class;
	struct code_function *function;
	struct datum *datum;

	if (code->ropes.function == ROPE_NO_FUNCTION)
		return NULL;
	function = &code->functions[code->ropes.function];
	if (function->class_ == CODE_NONE)
		return NULL;
	datum = datum_new(code,
			  own && code_in_list(own, name) ? DATUM_CLASS
							 : DATUM_INSTANCE,
			  node);
	datum->index = function->class_;
	datum->symbol = scopes_class_symbol(code, function->class_);
	return datum;
}

/* #name in a macro: the argument as it is written. */
static const struct datum *eval_written(struct code *code, uint32_t node,
					const char *name)
{
	const struct datum *parameter =
		g_hash_table_lookup(code->env->names, name);
	struct datum *written;

	if (!parameter || parameter->kind != DATUM_PARAMETER)
		return datum_unknown(code, node);
	written = datum_new(code, DATUM_PARAMETER, node);
	written->index = parameter->index;
	written->parameter = parameter->parameter;
	written->written = true;
	return written;
}

static const struct datum *eval_name(struct code *code, uint32_t node)
{
	const char *name = code_name(code, node);
	const struct datum *self = NULL;

	if (name[0] == '$' && code->language->prepare)
		return eval_written(code, node, code_intern(code, name + 1));

	if (code_in_list(code->language->self, name))
		self = eval_self(code, node, name);
	return self ? self : scopes_lookup(code, name, node);
}

/* Members that count the characters of a buffer. */
static bool is_count(const char *name)
{
	static const char *const words[] = {"len",   "length",	 "size",
					    "alloc", "capacity", "pos",
					    "max",   "used",	 NULL};

	for (const char *const *w = words; *w; w++)
		if (strstr(name, *w))
			return true;
	return false;
}

/* A member of a value of C: what a buffer holds is in one of its members; of
 * a list of fields without names, any that is a string. */
static const struct datum *field_of(struct code *code,
				    const struct datum *object,
				    const char *name, unsigned depth)
{
	const struct datum *all = NULL;
	struct datum *either;

	if (is_count(name))
		return NULL;
	if (object->kind == DATUM_STRING)
		return object;
	if (object->kind == DATUM_MAP) {
		for (uint32_t i = 0; i + 1 < object->n_items; i += 2)
			if (!g_strcmp0(strings_constant(code, object->items[i]),
				       name))
				return object->items[i + 1];
		return NULL;
	}
	if ((object->kind != DATUM_LIST && object->kind != DATUM_EITHER) ||
	    depth > 2)
		return NULL;
	either = datum_new(code, DATUM_EITHER, object->node);
	for (uint32_t i = 0; i < object->n_items; i++) {
		const struct datum *item = object->items[i];

		if (item->kind != DATUM_STRING || object->kind == DATUM_EITHER)
			item = field_of(code, item, name, depth + 1);
		if (item && either->n_items < CODE_LOOP_VALUES_MAX)
			*ARENA_PUSH(code->arena, either->items,
				    either->n_items) = item;
	}
	if (either->n_items == 1)
		all = either->items[0];
	return either->n_items > 1 ? either : all;
}

/* A member of what is not known may still be found by its name. */
static const struct datum *unknown_member(struct code *code, uint32_t node,
					  const char *name)
{
	struct datum *datum = datum_new(code, DATUM_UNKNOWN, node);

	datum->symbol = scopes_symbol(code, NULL, name);
	return datum;
}

const struct datum *eval_member_of(struct code *code, uint32_t node,
				   const struct datum *object, const char *name)
{
	const struct datum *found = orm_member(code, object, name, node);

	if (found)
		return found;
	if (code->language->global && object->kind != DATUM_CLASS &&
	    object->kind != DATUM_INSTANCE) {
		found = field_of(code, object, name, 0);
		if (object->kind == DATUM_SYMBOL && !is_count(name))
			found = object; /* a text of another text, with its
					   length */
		return found ? datum_used(code, found)
			     : unknown_member(code, node, name);
	}
	switch (object->kind) {
	case DATUM_SYMBOL:
		return datum_symbol(
			code, node,
			scopes_symbol_in(code, object->symbol, name));
	case DATUM_INSTANCE:
		if (object->index == CODE_NONE)
			return datum_symbol(
				code, node,
				scopes_symbol_in(code, object->symbol, name));
		/* fall through */
	case DATUM_CLASS:
		found = scopes_member(code, object->index, name);
		if (found)
			return datum_used(code, found);
		break;
	case DATUM_EITHER:
		for (uint32_t i = 0; i < object->n_items; i++)
			if (object->items[i]->kind != DATUM_CONSTANT &&
			    object->items[i]->kind != DATUM_EITHER)
				return eval_member_of(code, node,
						      object->items[i], name);
		break;
	default:
		break;
	}
	return unknown_member(code, node, name);
}

static const struct datum *eval_member(struct code *code, uint32_t node)
{
	uint32_t object = syntax_child(&code->syntax, node, AS_OBJECT);
	uint32_t name = syntax_child(&code->syntax, node, AS_NAME);
	const char *path = eval_path(code, node);

	for (struct env *env = path ? code->env : NULL; env;
	     env = env->around) {
		const struct datum *datum =
			g_hash_table_lookup(env->names, path);

		if (datum)
			return datum_used(code, datum);
	}
	if (object == SYNTAX_NONE || name == SYNTAX_NONE)
		return datum_unknown(code, node);
	return eval_member_of(code, node, eval(code, object),
			      code_name(code, name));
}

uint32_t eval_buffer(struct code *code, uint32_t node, bool *adds)
{
	struct syntax *syntax = &code->syntax;

	for (int i = 0; i < PATH_MEMBERS * 2 && node != SYNTAX_NONE; i++) {
		uint32_t inside;

		switch (CODE_NODE(code, node)->kind) {
		case SYNTAX_NAME:
			return node;
		case SYNTAX_GROUP:
			inside = syntax_child(syntax, node, AS_VALUE);
			if (code->text->bytes[CODE_NODE(code, node)->start] ==
				    '&' &&
			    inside != SYNTAX_NONE &&
			    CODE_NODE(code, inside)->kind == SYNTAX_SUBSCRIPT) {
				*adds = code->text->bytes
						[CODE_NODE(code, inside)->end -
						 2] != '0';
				inside =
					syntax_child(syntax, inside, AS_OBJECT);
			}
			node = inside;
			break;
		case SYNTAX_CONCAT:
			*adds = true;
			node = syntax_child(syntax, node, AS_LEFT);
			break;
		case SYNTAX_MEMBER:
			inside = syntax_child(syntax, node, AS_OBJECT);
			if (!strings_is(eval(code, inside)))
				return node;
			node = inside; /* the buffer itself */
			break;
		default:
			return SYNTAX_NONE;
		}
	}
	return SYNTAX_NONE;
}

const struct datum *datum_any_item(struct code *code, uint32_t node,
				   const struct datum *object,
				   const struct datum *otherwise)
{
	struct datum *any = datum_new(code, DATUM_EITHER, node);
	bool map = object->kind == DATUM_MAP;

	for (uint32_t i = map; i < object->n_items; i += map ? 2 : 1)
		if (any->n_items < CODE_LOOP_VALUES_MAX)
			*ARENA_PUSH(code->arena, any->items, any->n_items) =
				datum_used(code, object->items[i]);
	if (otherwise && otherwise->kind != DATUM_CONSTANT)
		*ARENA_PUSH(code->arena, any->items, any->n_items) = otherwise;
	if (!any->n_items)
		return datum_unknown(code, node);
	return any->n_items == 1 ? any->items[0] : any;
}

/* Forms: map["key"], list[0], text[:-2]. */
static const struct datum *eval_subscript(struct code *code, uint32_t node)
{
	uint32_t at = syntax_child(&code->syntax, node, AS_INDEX);
	const struct datum *object =
		eval(code, syntax_child(&code->syntax, node, AS_OBJECT));
	const struct datum *index;
	const char *word, *key;

	if (at == SYNTAX_NONE)
		return datum_unknown(code, node);
	index = eval(code, at);
	word = code_excerpt(code, at);
	key = strings_constant(code, index);
	if (object->kind == DATUM_MAP && code->language->global)
		key = code_word(code, at);
	if (object->kind == DATUM_ORM) {
		const struct datum *found = orm_at(code, object, key, node);

		if (found)
			return found;
	}
	if (object->kind == DATUM_MAP && key) {
		for (uint32_t i = 0; i + 1 < object->n_items; i += 2)
			if (!g_strcmp0(strings_constant(code, object->items[i]),
				       key))
				return datum_used(code, object->items[i + 1]);
		if (code->language->global)
			return datum_any_item(code, node, object, NULL);
	} else if (object->kind == DATUM_LIST && g_ascii_isdigit(*word)) {
		guint64 place = g_ascii_strtoull(word, NULL, 10);

		if (place < object->n_items)
			return datum_used(code, object->items[place]);
	} else if (object->kind == DATUM_MAP ||
		   (code->language->global && object->kind == DATUM_LIST)) {
		return datum_any_item(code, node, object, NULL);
	} else if (strings_is(object) && g_str_has_prefix(word, ":-")) {
		return strings_cut(code, node, object,
				   (uint32_t)atoi(word + 2));
	} else if (strings_is(object) && strchr(word, ':')) {
		return object;
	}
	return datum_unknown(code, node);
}

/* --- operators --- */

static const struct datum *eval_add(struct code *code, uint32_t node,
				    const struct datum *left,
				    const struct datum *right)
{
	struct datum *list;
	bool symbolic =
		left->kind != DATUM_UNKNOWN && left->kind != DATUM_LIST &&
		left->kind != DATUM_CONSTANT &&
		(right->kind == DATUM_SYMBOL || right->kind == DATUM_PARAMETER);

	if (code->language->global && right->kind == DATUM_CONSTANT &&
	    CODE_NODE(code, right->node)->kind == SYNTAX_CONSTANT)
		return left; /* a pointer into the string */
	if (left->kind == DATUM_LIST && right->kind == DATUM_LIST) {
		list = datum_new(code, DATUM_LIST, node);
		for (uint32_t i = 0; i < left->n_items; i++)
			*ARENA_PUSH(code->arena, list->items, list->n_items) =
				left->items[i];
		for (uint32_t i = 0; i < right->n_items; i++)
			*ARENA_PUSH(code->arena, list->items, list->n_items) =
				right->items[i];
		return list;
	}
	if (strings_is(left) || strings_is(right) || symbolic)
		return strings_cat(code, node, left, right);
	return datum_unknown(code, node);
}

/* a + b + c is deep to the left: the way down needs no recursion. */
static const struct datum *eval_concat(struct code *code, uint32_t node)
{
	GArray *spine =
		g_array_sized_new(FALSE, FALSE, sizeof(uint32_t), NODES_SPINE);
	const struct datum *datum;

	while (node != SYNTAX_NONE &&
	       CODE_NODE(code, node)->kind == SYNTAX_CONCAT) {
		g_array_append_val(spine, node);
		node = syntax_child(&code->syntax, node, AS_LEFT);
	}
	datum = eval(code, node);
	for (guint i = spine->len; i-- > 0;) {
		uint32_t at = g_array_index(spine, uint32_t, i);

		datum = eval_add(
			code, at, datum,
			eval(code, syntax_child(&code->syntax, at, AS_RIGHT)));
	}
	g_array_free(spine, TRUE);
	return datum;
}

static const struct datum *eval_join(struct code *code, uint32_t node)
{
	const struct datum *all = NULL;

	for (uint32_t n = syntax_first(&code->syntax, node); n != SYNTAX_NONE;
	     n = syntax_next(&code->syntax, n)) {
		const struct datum *next = eval(code, n);

		if (CODE_NODE(code, n)->kind == SYNTAX_COMMENT)
			continue;
		all = all ? strings_cat(code, node, all, next) : next;
	}
	return all ? all : datum_unknown(code, node);
}

static const struct datum *eval_format(struct code *code, uint32_t node)
{
	const struct datum *left =
		eval(code, syntax_child(&code->syntax, node, AS_LEFT));
	const struct datum *right =
		eval(code, syntax_child(&code->syntax, node, AS_RIGHT));

	if (!strings_is(left) && left->kind != DATUM_SYMBOL)
		return datum_unknown(code, node);
	return strings_percent(code, node, left, right);
}

static const struct datum *eval_either(struct code *code, uint32_t node)
{
	const struct datum *all = NULL;

	for (uint32_t n = syntax_first(&code->syntax, node); n != SYNTAX_NONE;
	     n = syntax_next(&code->syntax, n)) {
		const struct datum *one = eval(code, n);

		if (CODE_NODE(code, n)->role != AS_ITEM)
			continue;
		all = all ? datum_either(code, all, one) : one;
	}
	return all ? all : datum_unknown(code, node);
}

/* --- containers --- */

/* {.name = "a", [PLACE] = "b"}: its items have names. */
static const struct datum *eval_fields(struct code *code, uint32_t node)
{
	struct datum *map = datum_new(code, DATUM_MAP, node);

	for (uint32_t n = syntax_first(&code->syntax, node); n != SYNTAX_NONE;
	     n = syntax_next(&code->syntax, n)) {
		uint32_t key = syntax_child(&code->syntax, n, AS_KEY);
		uint32_t value = syntax_child(&code->syntax, n, AS_VALUE);
		const char *word = "";
		const struct datum *datum;

		if (CODE_NODE(code, n)->kind == SYNTAX_COMMENT)
			continue;
		if (key != SYNTAX_NONE)
			word = code_word(code, key);
		datum = eval(code, value == SYNTAX_NONE ? n : value);
		if (map->n_items >= 2 * MAP_PAIRS_MAX)
			continue;
		*ARENA_PUSH(code->arena, map->items, map->n_items) =
			strings_made(code, n, word, strlen(word));
		*ARENA_PUSH(code->arena, map->items, map->n_items) = datum;
	}
	return map;
}

static bool has_fields(struct code *code, uint32_t node)
{
	for (uint32_t n = syntax_first(&code->syntax, node); n != SYNTAX_NONE;
	     n = syntax_next(&code->syntax, n))
		if (CODE_NODE(code, n)->kind == SYNTAX_PAIR)
			return true;
	return false;
}

static const struct datum *eval_list(struct code *code, uint32_t node)
{
	struct datum *list = datum_new(code, DATUM_LIST, node);

	if (has_fields(code, node))
		return eval_fields(code, node);
	for (uint32_t n = syntax_first(&code->syntax, node); n != SYNTAX_NONE;
	     n = syntax_next(&code->syntax, n))
		if (CODE_NODE(code, n)->kind != SYNTAX_COMMENT)
			*ARENA_PUSH(code->arena, list->items, list->n_items) =
				eval(code, n);
	return list;
}

static const struct datum *eval_map(struct code *code, uint32_t node)
{
	struct datum *map = datum_new(code, DATUM_MAP, node);

	for (uint32_t n = syntax_first(&code->syntax, node); n != SYNTAX_NONE;
	     n = syntax_next(&code->syntax, n)) {
		uint32_t key = syntax_child(&code->syntax, n, AS_KEY);
		uint32_t value = syntax_child(&code->syntax, n, AS_VALUE);
		const struct datum *k, *v;

		if (key == SYNTAX_NONE || value == SYNTAX_NONE) {
			eval(code, n);
			continue;
		}
		k = eval(code, key);
		v = eval(code, value);
		if (map->n_items >= 2 * MAP_PAIRS_MAX)
			continue;
		*ARENA_PUSH(code->arena, map->items, map->n_items) = k;
		*ARENA_PUSH(code->arena, map->items, map->n_items) = v;
	}
	return map;
}

static void eval_all(struct code *code, uint32_t node)
{
	for (uint32_t n = syntax_first(&code->syntax, node); n != SYNTAX_NONE;
	     n = syntax_next(&code->syntax, n))
		eval(code, n);
}

/* What a comprehension makes is a list of what its body is for each value;
 * the loops stand behind the body and are read first. */
static const struct datum *eval_comprehension(struct code *code, uint32_t node)
{
	uint32_t body = syntax_child(&code->syntax, node, AS_BODY);
	struct datum *list = datum_new(code, DATUM_LIST, node);
	const struct datum *item;

	for (uint32_t n = syntax_first(&code->syntax, node); n != SYNTAX_NONE;
	     n = syntax_next(&code->syntax, n))
		if (n != body)
			flow_statement(code, n);
	if (body == SYNTAX_NONE)
		return list;
	item = eval(code, body);
	if (item->kind == DATUM_EITHER) {
		list->items = item->items;
		list->n_items = item->n_items;
	} else {
		*ARENA_PUSH(code->arena, list->items, list->n_items) = item;
	}
	return list;
}

static const struct datum *eval_assignment(struct code *code, uint32_t node)
{
	struct syntax *syntax = &code->syntax;
	uint32_t value = syntax_child(syntax, node, AS_VALUE);
	const struct datum *datum;

	if (value == SYNTAX_NONE)
		return datum_unknown(code, node);
	datum = eval(code, value);
	if (datum->kind == DATUM_LIST && datum->n_items == 1 &&
	    datum->items[0]->kind == DATUM_STRING && code->language->qualified)
		datum = datum->items[0]; /* std::string a{"b"} */
	for (uint32_t target = syntax_child(syntax, node, AS_TARGET);
	     target != SYNTAX_NONE; target = syntax_sibling(syntax, target))
		flow_bind_target(code, target, datum);
	return datum;
}

/* The body of a macro: what its last expression gives. */
static const struct datum *eval_inject(struct code *code, uint32_t node)
{
	const struct datum *last = NULL;
	bool dead = code->env->dead;

	for (uint32_t n = syntax_first(&code->syntax, node); n != SYNTAX_NONE;
	     n = syntax_next(&code->syntax, n))
		switch (CODE_NODE(code, n)->kind) {
		case SYNTAX_OTHER:
		case SYNTAX_BRANCH:
		case SYNTAX_LOOP:
		case SYNTAX_RETURN:
		case SYNTAX_EXIT:
		case SYNTAX_AUGMENT:
		case SYNTAX_DECLARATION:
			flow_statement(code, n);
			break;
		default:
			last = eval(code, n);
		}
	code->env->dead = dead;
	return last ? last : datum_unknown(code, node);
}

/* f(*table.select()): what a query gives as SQL and values is the query. */
static const struct datum *eval_spread(struct code *code, uint32_t node)
{
	const struct datum *datum = datum_unknown(code, node);

	for (uint32_t n = syntax_first(&code->syntax, node); n != SYNTAX_NONE;
	     n = syntax_next(&code->syntax, n)) {
		const struct datum *spread = eval(code, n);

		if (spread->kind == DATUM_ORM)
			datum = spread;
	}
	return datum;
}

/* A function without a name is read where it stands. */
static const struct datum *eval_lambda(struct code *code, uint32_t node)
{
	uint32_t body = syntax_child(&code->syntax, node, AS_BODY);
	bool dead = code->env->dead;

	if (!code->language->global || body == SYNTAX_NONE) {
		eval_all(code, node);
	} else {
		flow_statement(code, body);
		code->env->dead = dead;
	}
	return datum_unknown(code, node);
}

static const struct datum *eval_kind(struct code *code, uint32_t node)
{
	struct syntax *syntax = &code->syntax;

	switch (CODE_NODE(code, node)->kind) {
	case SYNTAX_STRING:
		return strings_literal(code, node);
	case SYNTAX_JOIN:
		return eval_join(code, node);
	case SYNTAX_CONCAT:
		return eval_concat(code, node);
	case SYNTAX_FORMAT:
		return eval_format(code, node);
	case SYNTAX_CALL:
		return eval_call(code, node);
	case SYNTAX_MEMBER:
		return eval_member(code, node);
	case SYNTAX_SUBSCRIPT:
		return eval_subscript(code, node);
	case SYNTAX_NAME:
		return eval_name(code, node);
	case SYNTAX_LIST:
		return eval_list(code, node);
	case SYNTAX_MAP:
		return eval_map(code, node);
	case SYNTAX_EITHER:
		return eval_either(code, node);
	case SYNTAX_GROUP:
		return eval(code, syntax_child(syntax, node, AS_VALUE));
	case SYNTAX_CONSTANT:
		return datum_new(code, DATUM_CONSTANT, node);
	case SYNTAX_COMPREHENSION:
		return eval_comprehension(code, node);
	case SYNTAX_ASSIGNMENT:
		return eval_assignment(code, node);
	case SYNTAX_AUGMENT:
		flow_statement(code, node);
		break;
	case SYNTAX_STREAM:
		return eval_stream(code, node);
	case SYNTAX_INJECT:
		return eval_inject(code, node);
	case SYNTAX_LAMBDA:
		return eval_lambda(code, node);
	case SYNTAX_SPREAD:
		return eval_spread(code, node);
	case SYNTAX_COMMENT:
	case SYNTAX_FUNCTION:
	case SYNTAX_CLASS:
		break;
	default:
		eval_all(code, node);
	}
	return datum_unknown(code, node);
}

const struct datum *eval(struct code *code, uint32_t node)
{
	const struct datum *datum;

	if (node == SYNTAX_NONE)
		return datum_unknown(code, 0);
	if (++code->depth > CODE_EVAL_DEPTH_MAX) {
		code->too_deep = true;
		datum = datum_unknown(code, node);
	} else {
		code->ropes.node = node;
		datum = eval_kind(code, node);
	}
	code->depth--;
	return datum;
}
