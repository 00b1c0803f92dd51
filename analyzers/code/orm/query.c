#include "analyzers/code/orm/query.h"

#include <string.h>

#include "analyzers/code/emit.h"

#define ENTITIES_MAX 64
#define USES_MAX 256
#define UNKNOWN_NEAR 16

/* --- queries --- */

struct orm_query *orm_query_new(struct code *code, struct orm_queries *list,
				uint32_t node)
{
	struct orm_query *query = ARENA_NEW(code->arena, struct orm_query);

	query->function = code->ropes.function;
	query->node = node;
	if (list->last)
		list->last->next = query;
	else
		list->first = query;
	return list->last = query;
}

void orm_query_reach(struct code *code, struct orm_query *query, uint32_t node)
{
	const struct syntax_node *now = CODE_NODE(code, query->node);
	const struct syntax_node *then = CODE_NODE(code, node);

	if (then->start == now->start && then->end > now->end)
		query->node = node;
}

static bool same_symbol(const struct symbol *a, const struct symbol *b)
{
	if (a == b)
		return true;
	if (a->n_parts != b->n_parts || g_strcmp0(a->module, b->module) != 0)
		return false;
	for (uint32_t i = 0; i < a->n_parts; i++)
		if (strcmp(a->parts[i], b->parts[i]) != 0)
			return false;
	return true;
}

static bool same_entity(const struct orm_entity *a, const struct orm_entity *b)
{
	if (a->guess != b->guess || a->lookup != b->lookup ||
	    a->between != b->between ||
	    g_strcmp0(a->relation, b->relation) != 0)
		return false;
	return a->symbol == b->symbol ||
	       (a->symbol && b->symbol && same_symbol(a->symbol, b->symbol));
}

struct orm_entity *orm_query_related(struct code *code, struct orm_query *query,
				     const struct orm_entity *like)
{
	struct orm_entity *entity;

	for (uint32_t i = 0; i < query->n_entities; i++)
		if (same_entity(&query->entities[i], like))
			return &query->entities[i];
	if (query->n_entities == ENTITIES_MAX)
		return &query->entities[ENTITIES_MAX - 1];
	entity = ARENA_PUSH(code->arena, query->entities, query->n_entities);
	entity->symbol = like->symbol;
	entity->relation = like->relation;
	entity->guess = like->guess;
	entity->lookup = like->lookup;
	entity->between = like->between;
	return entity;
}

struct orm_entity *orm_query_entity(struct code *code, struct orm_query *query,
				    const struct symbol *symbol)
{
	struct orm_entity like = {.symbol = symbol};

	return orm_query_related(code, query, &like);
}

void orm_entity_use(struct code *code, struct orm_entity *entity,
		    const char *attribute, uint32_t roles)
{
	struct model_use *use;

	for (uint32_t i = 0; i < entity->n_uses; i++)
		if (!strcmp(entity->uses[i].attribute, attribute)) {
			entity->uses[i].roles |= roles;
			return;
		}
	if (entity->n_uses == USES_MAX)
		return;
	use = ARENA_PUSH(code->arena, entity->uses, entity->n_uses);
	use->attribute = attribute;
	use->roles = roles;
}

void orm_entity_drop(struct orm_entity *entity, const char *attribute)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < entity->n_uses; i++)
		if (strcmp(entity->uses[i].attribute, attribute) != 0)
			entity->uses[n++] = entity->uses[i];
	entity->n_uses = n;
}

static bool is_class_name(const char *name)
{
	return g_ascii_isupper(name[0]) &&
	       strpbrk(name, "abcdefghijklmnopqrstuvwxyz");
}

const struct symbol *orm_model_of(struct code *code, const struct datum *datum)
{
	const struct symbol *symbol = datum->symbol;

	(void)code;
	if (datum->kind == DATUM_CLASS)
		return symbol;
	if (datum->kind == DATUM_SYMBOL && symbol && symbol->n_parts &&
	    is_class_name(symbol->parts[symbol->n_parts - 1]))
		return symbol;
	return NULL;
}

/* What `orders` is in orders.c.total: a table, of another text maybe. */
static const struct symbol *table_of(struct code *code, uint32_t node)
{
	const struct datum *datum = eval(code, node);

	if (datum->kind != DATUM_ORM && datum->kind != DATUM_SYMBOL &&
	    datum->kind != DATUM_UNKNOWN && datum->kind != DATUM_CLASS)
		return NULL;
	if (!datum->symbol || !datum->symbol->n_parts)
		return NULL;
	return datum->symbol;
}

/* Forms: Order.total, models.Order.total, orders.c.total; the attribute is
 * no class. */
const struct symbol *orm_member_of(struct code *code, uint32_t node,
				   const char **attribute)
{
	uint32_t object = syntax_child(&code->syntax, node, AS_OBJECT);
	uint32_t name = syntax_child(&code->syntax, node, AS_NAME);
	const struct datum *datum;

	if (CODE_NODE(code, node)->kind != SYNTAX_MEMBER ||
	    object == SYNTAX_NONE || name == SYNTAX_NONE ||
	    !eval_path(code, object))
		return NULL;
	*attribute = code_word(code, name);
	if (is_class_name(*attribute) || !strcmp(*attribute, "__table__"))
		return NULL;
	if (CODE_NODE(code, object)->kind == SYNTAX_MEMBER) {
		uint32_t inner = syntax_child(&code->syntax, object, AS_NAME);
		const char *word =
			inner == SYNTAX_NONE ? "" : code_word(code, inner);

		if (!strcmp(word, "c") || !strcmp(word, "columns"))
			return table_of(code, syntax_child(&code->syntax,
							   object, AS_OBJECT));
	}
	datum = eval(code, object);
	return orm_model_of(code, datum);
}

void orm_query_scan(struct code *code, struct orm_query *query, uint32_t node,
		    uint32_t roles)
{
	uint32_t past = CODE_NODE(code, node)->past;

	for (uint32_t n = node; n < past; n++) {
		const char *attribute;
		const struct symbol *symbol;

		if (CODE_NODE(code, n)->kind != SYNTAX_MEMBER)
			continue;
		symbol = orm_member_of(code, n, &attribute);
		if (symbol)
			orm_entity_use(code,
				       orm_query_entity(code, query, symbol),
				       attribute, roles);
	}
}

static void deliver_entity(struct code *code, const struct orm_query *query,
			   const struct orm_entity *entity)
{
	struct fact *fact =
		emit_fact(code, FACT_IMPORT, query->node, query->function);
	struct fact_import *import = &fact->as.import;

	fact->via = VIA_ORM;
	fact->confidence = query->confidence;
	if (query->line_only)
		fact->place.end_line = fact->place.line;
	import->kind = IMPORT_MODEL;
	if (entity->symbol)
		import->symbol = *entity->symbol;
	import->relation = entity->relation;
	import->guess = entity->guess;
	import->lookup = entity->lookup;
	import->between = entity->between;
	import->convention = query->convention;
	import->operations =
		entity->operations ? entity->operations : OP_SELECT;
	import->uses = entity->uses;
	import->n_uses = entity->n_uses;
	import->dialect = code->dialect;
	import->span = fact->place;
	analysis_fact(code->analysis, code->text, fact);
}

void orm_query_unknown(struct code *code, struct orm_queries *list,
		       uint32_t node, const char *model)
{
	uint32_t function = code->ropes.function;

	/* Those of one function are near one another. */
	for (uint32_t i = list->n_unknown;
	     i-- > 0 && list->n_unknown - i < UNKNOWN_NEAR;)
		if (list->unknown[i]->function == function) {
			list->unknown[i]->times++;
			return;
		}
	*ARENA_PUSH(code->arena, list->unknown, list->n_unknown) =
		orm_query_new(code, list, node);
	list->last->unknown = model;
	list->last->times = 1;
}

/* --- what is declared --- */

/* Classes that hold others, and one object of them. */
static const char *const holders[] = {"AsyncIterator", "Collection", "Iterable",
				      "Iterator",      "List",	     "QuerySet",
				      "Sequence",      "Set",	     "list",
				      "set",	       "tuple",	     NULL};
static const char *const wrappers[] = {"Annotated", "Optional", "Union", NULL};

/* The class by its dotted name, as what it means here. */
static const struct symbol *class_by_name(struct code *code, char *dotted,
					  uint32_t node)
{
	char **parts = g_strsplit(dotted, ".", 0);
	const struct symbol *symbol = NULL;
	const char *last = "";

	for (char **part = parts; *part; part++) {
		const char *word =
			code_intern(code, arena_strdup(code->arena, *part));

		if (part == parts) {
			symbol = scopes_lookup(code, word, node)->symbol;
			if (!symbol)
				symbol = scopes_symbol(code, NULL, word);
		} else {
			symbol = scopes_symbol_in(code, symbol, word);
		}
		last = word;
	}
	g_strfreev(parts);
	return is_class_name(last) ? symbol : NULL;
}

const struct symbol *orm_declared(struct code *code, const struct datum *datum,
				  bool *many)
{
	const struct code_function *function;
	uint32_t type = SYNTAX_NONE;
	char *word, *at, *bracket;

	*many = false;
	if (datum->kind != DATUM_PARAMETER)
		return NULL;
	function = &code->functions[datum->index];
	if (datum->parameter < function->n_parameters)
		type = syntax_child(&code->syntax,
				    function->parameters[datum->parameter].node,
				    AS_TYPE);
	if (type == SYNTAX_NONE)
		return NULL;
	word = at = arena_strdup(code->arena, code_word(code, type));
	for (;;) {
		at += strspn(at, "\"' ");
		if (g_str_has_prefix(at, "None | "))
			at += strlen("None | ");
		bracket = strchr(at, '[');
		if (!bracket || bracket[1 + strspn(bracket + 1, "\"' ")] == ']')
			break;
		*bracket = '\0';
		word = strrchr(at, '.');
		word = word ? word + 1 : at;
		if (code_in_list(holders, word))
			*many = true;
		else if (!code_in_list(wrappers, word))
			return NULL;
		at = bracket + 1;
	}
	at[strcspn(at, "\"' ,|]")] = '\0';
	return *at ? class_by_name(code, at, type) : NULL;
}

static void deliver_gap(struct code *code, const struct orm_query *query)
{
	struct fact *fact =
		emit_fact(code, FACT_GAP, query->node, query->function);

	fact->via = VIA_ORM;
	fact->as.gap.reason = REASON_DYNAMIC_TABLE_NAME;
	fact->as.gap.pattern = "*";
	if (query->times > 1)
		fact->as.gap.count = query->times;
	fact->as.gap.detail = query->unknown;
	analysis_fact(code->analysis, code->text, fact);
}

void orm_deliver(struct code *code, const struct orm_queries *list)
{
	for (struct orm_query *query = list->first; query; query = query->next)
		if (query->unknown)
			deliver_gap(code, query);
	for (struct orm_query *query = list->first; query; query = query->next)
		for (uint32_t i = 0; i < query->n_entities && !query->nothing;
		     i++)
			deliver_entity(code, query, &query->entities[i]);
}
