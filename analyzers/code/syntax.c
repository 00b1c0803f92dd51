#include "analyzers/code/syntax.h"

#include <string.h>
#include <tree_sitter/api.h>

#include "analyzers/code/pattern.h"

#define SYNTAX_SECONDS 30 /* a safety net only */
#define LABELS_MAX 4	  /* captures of one node */

#define SYNTAX_NAME_(constant, name) name,
static const char *const kind_names[] = {SYNTAX_KINDS(SYNTAX_NAME_)};
static const char *const role_names[] = {SYNTAX_ROLES(SYNTAX_NAME_)};

/* What a capture gives to its node. */
struct label {
	uint8_t kind, role;
	bool is_kind, is_role;
};

/* A pattern's step with the grammar's own numbers. */
struct rule_step {
	TSSymbol *symbols; /* none: any named node */
	uint32_t n_symbols;
	TSFieldId field;
	bool first, last;
	struct label label;
};

struct rule {
	const struct pattern *pattern;
	struct rule_step steps[PATTERN_STEPS];
	uint32_t n_steps;
};

struct rule_list {
	uint16_t *rules;
	uint32_t n_rules;
};

/* The rules of one grammar, found by the node that they end in, or by the
 * node around it where they end in any node. */
struct engine {
	struct arena arena;
	const struct syntax_grammar *grammar;
	const TSLanguage *language;
	TSParser *parser;
	struct pattern_list patterns;
	struct rule *rules;
	struct rule_list *of_symbol, *of_parent;
	bool *keeps;	  /* a node of that symbol is kept in any case */
	bool *keeps_last; /* and so are the nodes in it */
	uint32_t n_symbols;
};

/* --- from patterns to rules --- */

static bool label_of(const char *name, struct label *label)
{
	if (name[0] == '_')
		return true;
	for (unsigned i = 0; i < N_SYNTAX_KINDS; i++)
		if (!strcmp(name, kind_names[i])) {
			label->kind = (uint8_t)i;
			return label->is_kind = true;
		}
	for (unsigned i = 0; i < N_SYNTAX_ROLES; i++)
		if (!strcmp(name, role_names[i])) {
			label->role = (uint8_t)i;
			return label->is_role = true;
		}
	return false;
}

static bool bind_step(struct engine *engine, const struct pattern_step *step,
		      struct rule_step *bound, GError **error)
{
	for (uint32_t i = 0; i < step->n_types; i++) {
		TSSymbol symbol = ts_language_symbol_for_name(
			engine->language, step->types[i],
			(uint32_t)strlen(step->types[i]), step->named[i]);

		if (!symbol) {
			g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_PARSE,
				    "the grammar has no %s", step->types[i]);
			return false;
		}
		*ARENA_PUSH(&engine->arena, bound->symbols, bound->n_symbols) =
			symbol;
	}
	if (step->field)
		bound->field = ts_language_field_id_for_name(
			engine->language, step->field,
			(uint32_t)strlen(step->field));
	if (step->field && !bound->field) {
		g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_PARSE,
			    "the grammar has no field %s", step->field);
		return false;
	}
	bound->first = step->first;
	bound->last = step->last;
	for (uint32_t i = 0; i < step->n_capture; i++)
		if (!label_of(step->capture[i], &bound->label)) {
			g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_PARSE,
				    "no label is named @%s", step->capture[i]);
			return false;
		}
	return true;
}

static void list_rule(struct engine *engine, struct rule_list *list,
		      uint32_t rule)
{
	*ARENA_PUSH(&engine->arena, list->rules, list->n_rules) =
		(uint16_t)rule;
}

/* Enters the rule in the lists that lead to it. */
static bool index_rule(struct engine *engine, uint32_t number, GError **error)
{
	struct rule *rule = &engine->rules[number];
	struct rule_step *end = &rule->steps[rule->n_steps - 1];
	struct rule_step *around = rule->n_steps > 1 ? end - 1 : NULL;

	for (uint32_t i = 0; i < end->n_symbols; i++)
		list_rule(engine, &engine->of_symbol[end->symbols[i]], number);
	if (!end->n_symbols && !(around && around->n_symbols)) {
		g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_PARSE,
			    "pattern %u fits every node", number + 1);
		return false;
	}
	for (uint32_t i = 0; !end->n_symbols && i < around->n_symbols; i++)
		list_rule(engine, &engine->of_parent[around->symbols[i]],
			  number);
	for (uint32_t i = 0; end->last && i < around->n_symbols; i++)
		engine->keeps_last[around->symbols[i]] = true;
	for (struct rule_step *step = rule->steps; step < end; step++)
		for (uint32_t i = 0; i < step->n_symbols; i++)
			if (step->label.is_kind || step->label.is_role)
				engine->keeps[step->symbols[i]] = true;
	return true;
}

static bool bind_rules(struct engine *engine, GError **error)
{
	struct arena *arena = &engine->arena;
	uint32_t n = ts_language_symbol_count(engine->language);

	engine->n_symbols = n;
	engine->of_symbol = arena_alloc(arena, n * sizeof(struct rule_list));
	engine->of_parent = arena_alloc(arena, n * sizeof(struct rule_list));
	engine->keeps = arena_alloc(arena, n * sizeof(bool));
	engine->keeps_last = arena_alloc(arena, n * sizeof(bool));
	engine->rules = arena_alloc(arena, engine->patterns.n_patterns *
						   sizeof(struct rule));
	for (uint32_t i = 0; i < engine->patterns.n_patterns; i++) {
		struct pattern *pattern = &engine->patterns.patterns[i];
		struct rule *rule = &engine->rules[i];

		rule->pattern = pattern;
		rule->n_steps = pattern->n_steps;
		for (uint32_t j = 0; j < rule->n_steps; j++)
			if (!bind_step(engine, &pattern->steps[j],
				       &rule->steps[j], error))
				return false;
		if (!index_rule(engine, i, error))
			return false;
	}
	return true;
}

/* The engine of a grammar; made once a process. NULL: its .scm is broken. */
static struct engine *engine_of(const struct syntax_grammar *grammar,
				GError **error)
{
	static GHashTable *engines;
	struct engine *engine;

	if (!engines)
		engines = g_hash_table_new(NULL, NULL);
	engine = g_hash_table_lookup(engines, grammar);
	if (engine)
		return engine;
	engine = g_new0(struct engine, 1);
	arena_init(&engine->arena);
	engine->grammar = grammar;
	engine->language = grammar->grammar();
	if (!pattern_read(&engine->arena, grammar->scm, *grammar->scm_size,
			  &engine->patterns, error) ||
	    !bind_rules(engine, error)) {
		arena_release(&engine->arena);
		g_free(engine);
		return NULL;
	}
	engine->parser = ts_parser_new();
	ts_parser_set_language(engine->parser, engine->language);
	ts_parser_set_timeout_micros(engine->parser,
				     SYNTAX_SECONDS * G_USEC_PER_SEC);
	g_hash_table_insert(engines, (void *)grammar, engine);
	return engine;
}

bool syntax_check(const struct syntax_grammar *grammar, GError **error)
{
	return engine_of(grammar, error) != NULL;
}

static bool is_word_byte(char c)
{
	return g_ascii_isalnum(c) || c == '_' || (c & 0x80);
}

/* --- the walk --- */

/* A node of the tree on the way from the root. */
struct frame {
	TSSymbol symbol;
	TSFieldId field;
	uint32_t start, end;
	uint32_t node;	  /* of the array, or SYNTAX_NONE */
	uint32_t inside;  /* named children seen */
	uint32_t ordinal; /* which named child of its parent it is, from 1;
			     0: it has no name or is a comment */
};

struct walk {
	struct engine *engine;
	struct syntax *syntax;
	struct arena *arena;
	struct frame frames[SYNTAX_DEPTH_MAX + 2];
	struct frame last[SYNTAX_DEPTH_MAX + 2]; /* named child of a frame */
	uint32_t depth;			 /* frames[depth] is the current one */
	uint32_t offset, past;		 /* of an injected tree, in the text */
	uint32_t inside;		 /* its node, or SYNTAX_NONE */
	uint32_t room;			 /* of nodes */
	uint16_t *kind_rule, *role_rule; /* which rule gave the label, + 1 */
	struct walk *injected;		 /* for trees inside, once needed */
};

static void walk_room(struct walk *walk)
{
	struct syntax *syntax = walk->syntax;

	if (syntax->n_nodes < walk->room)
		return;
	walk->room = walk->room ? walk->room * 2 : 1024;
	syntax->nodes = g_renew(struct syntax_node, syntax->nodes, walk->room);
	walk->kind_rule = g_renew(uint16_t, walk->kind_rule, walk->room);
	walk->role_rule = g_renew(uint16_t, walk->role_rule, walk->room);
}

/* The array's node for the current one, made where there is none. */
static uint32_t walk_node(struct walk *walk)
{
	struct frame *frame = &walk->frames[walk->depth];
	struct syntax *syntax = walk->syntax;
	uint32_t parent = SYNTAX_NONE;

	if (frame->node != SYNTAX_NONE)
		return frame->node;
	walk_room(walk);
	for (uint32_t d = walk->depth; d-- > 0 && parent == SYNTAX_NONE;)
		parent = walk->frames[d].node;
	frame->node = syntax->n_nodes++;
	syntax->nodes[frame->node] = (struct syntax_node){
		SYNTAX_OTHER, AS_NONE, frame->start, frame->end, parent, 0};
	walk->kind_rule[frame->node] = walk->role_rule[frame->node] = 0;
	return frame->node;
}

static void give_label(struct walk *walk, uint32_t node, struct label label,
		       uint32_t rule)
{
	uint16_t order = (uint16_t)(rule + 1);

	if (label.is_kind && walk->kind_rule[node] <= order) {
		walk->syntax->nodes[node].kind = label.kind;
		walk->kind_rule[node] = order;
	}
	if (label.is_role && walk->role_rule[node] <= order) {
		walk->syntax->nodes[node].role = label.role;
		walk->role_rule[node] = order;
	}
}

static bool step_fits(const struct rule_step *step, const struct frame *frame)
{
	if (step->field && step->field != frame->field)
		return false;
	if (step->first && frame->ordinal != 1)
		return false;
	if (!step->n_symbols)
		return true;
	for (uint32_t i = 0; i < step->n_symbols; i++)
		if (step->symbols[i] == frame->symbol)
			return true;
	return false;
}

static bool predicates_hold(struct walk *walk, const struct pattern *pattern,
			    const struct frame *outermost)
{
	for (uint32_t i = 0; i < pattern->n_predicates; i++) {
		const struct predicate *predicate = &pattern->predicates[i];
		const struct frame *frame = &outermost[predicate->step];

		if (!predicate_holds(predicate,
				     walk->syntax->bytes + frame->start,
				     frame->end - frame->start))
			return false;
	}
	return true;
}

/* Tries a rule whose innermost node is frames[depth]. */
static void try_rule(struct walk *walk, uint32_t number, uint32_t depth)
{
	const struct rule *rule = &walk->engine->rules[number];
	struct frame *outermost;

	if (depth + 1 < rule->n_steps)
		return;
	outermost = &walk->frames[depth + 1 - rule->n_steps];
	for (uint32_t i = rule->n_steps; i-- > 0;)
		if (!step_fits(&rule->steps[i], &outermost[i]))
			return;
	if (!predicates_hold(walk, rule->pattern, outermost))
		return;
	for (uint32_t i = 0; i < rule->n_steps; i++) {
		struct label label = rule->steps[i].label;

		if (!label.is_kind && !label.is_role)
			continue;
		if (&outermost[i] == &walk->frames[walk->depth])
			walk_node(walk);
		if (outermost[i].node != SYNTAX_NONE)
			give_label(walk, outermost[i].node, label, number);
	}
}

static void try_rules(struct walk *walk, const struct rule_list *list)
{
	for (uint32_t i = 0; i < list->n_rules; i++) {
		const struct rule *rule = &walk->engine->rules[list->rules[i]];

		if (!rule->steps[rule->n_steps - 1].last)
			try_rule(walk, list->rules[i], walk->depth);
	}
}

/* The byte of the text; what stands around an injected one is not in it. */
static uint32_t text_byte(const struct walk *walk, uint32_t byte)
{
	if (walk->inside == SYNTAX_NONE)
		return byte;
	return MIN(walk->offset + (byte ? byte - 1 : 0), walk->past);
}

/* Opens a node: enters it in the array where a rule wants it. */
static void walk_open(struct walk *walk, TSNode node, TSFieldId field)
{
	struct engine *engine = walk->engine;
	struct frame *frame = &walk->frames[walk->depth];
	struct frame *around = walk->depth ? frame - 1 : NULL;
	bool counts = ts_node_is_named(node) && !ts_node_is_extra(node);

	*frame = (struct frame){
		.symbol = ts_node_symbol(node),
		.field = field,
		.start = text_byte(walk, ts_node_start_byte(node)),
		.end = text_byte(walk, ts_node_end_byte(node)),
		.node = SYNTAX_NONE,
	};
	if (counts && around)
		frame->ordinal = ++around->inside;
	if (around && around->symbol >= engine->n_symbols) /* an error */
		around = NULL;
	if (walk->depth == 0 && walk->inside != SYNTAX_NONE) {
		frame->node = walk->inside;
		return;
	}
	if (walk->depth == 0) {
		walk_node(walk);
		return;
	}
	if (frame->symbol >= engine->n_symbols)
		return;
	if (engine->keeps[frame->symbol] ||
	    (counts && around && engine->keeps_last[around->symbol]))
		walk_node(walk);
	if (counts && around)
		try_rules(walk, &engine->of_parent[around->symbol]);
	try_rules(walk, &engine->of_symbol[frame->symbol]);
}

/* Tries the rules that want the last child, now that it is known. */
static void walk_last(struct walk *walk, const struct rule_list *list)
{
	for (uint32_t i = 0; i < list->n_rules; i++) {
		const struct rule *rule = &walk->engine->rules[list->rules[i]];

		if (rule->steps[rule->n_steps - 1].last)
			try_rule(walk, list->rules[i], walk->depth + 1);
	}
}

static void walk_close(struct walk *walk)
{
	struct engine *engine = walk->engine;
	struct frame *frame = &walk->frames[walk->depth];

	if (frame->symbol < engine->n_symbols &&
	    engine->keeps_last[frame->symbol] && frame->inside) {
		frame[1] = walk->last[walk->depth];
		walk_last(walk, &engine->of_parent[frame->symbol]);
		if (frame[1].symbol < engine->n_symbols)
			walk_last(walk, &engine->of_symbol[frame[1].symbol]);
	}
	if (frame->node != SYNTAX_NONE)
		walk->syntax->nodes[frame->node].past = walk->syntax->n_nodes;
	if (frame->ordinal)
		walk->last[walk->depth - 1] = *frame;
}

static void walk_note(struct walk *walk, enum reason reason, uint32_t start)
{
	if (walk->syntax->reason != REASON_NONE || walk->inside != SYNTAX_NONE)
		return;
	walk->syntax->reason = reason;
	walk->syntax->reason_start = start;
}

/* Goes into the current node; false at a leaf and at the limit. */
static bool walk_in(struct walk *walk, TSTreeCursor *cursor)
{
	if (walk->depth == SYNTAX_DEPTH_MAX) {
		walk_note(walk, REASON_TOO_DEEP,
			  walk->frames[walk->depth].start);
		return false;
	}
	if (!ts_tree_cursor_goto_first_child(cursor))
		return false;
	walk->depth++;
	return true;
}

static void walk_tree(struct walk *walk, TSTree *tree);

/* Only what holds a string, a call or one name can matter. */
static bool is_worth(const char *bytes, size_t size)
{
	if (memchr(bytes, '"', size) || memchr(bytes, '(', size))
		return true;
	for (size_t i = 0; i < size; i++)
		if (!is_word_byte(bytes[i]) && !g_ascii_isspace(bytes[i]))
			return false;
	return size && !g_ascii_isdigit(bytes[0]);
}

/* Reads what the current node holds as the language itself, in a block. */
static void walk_inject(struct walk *walk)
{
	struct frame *frame = &walk->frames[walk->depth];
	struct syntax *syntax = walk->syntax;
	struct walk *inner;
	GString *bytes;
	TSTree *tree;

	if (frame->node == SYNTAX_NONE || walk->inside != SYNTAX_NONE ||
	    syntax->nodes[frame->node].kind != SYNTAX_INJECT ||
	    !is_worth(syntax->bytes + frame->start, frame->end - frame->start))
		return;
	bytes = g_string_new("{");
	g_string_append_len(bytes, syntax->bytes + frame->start,
			    frame->end - frame->start);
	g_string_append(bytes, "\n;}\n");
	tree = ts_parser_parse_string(walk->engine->parser, NULL, bytes->str,
				      (uint32_t)bytes->len);
	g_string_free(bytes, TRUE);
	if (!tree) {
		ts_parser_reset(walk->engine->parser);
		return;
	}
	if (!walk->injected)
		walk->injected = g_new(struct walk, 1);
	inner = walk->injected;
	inner->engine = walk->engine;
	inner->syntax = syntax;
	inner->arena = walk->arena;
	inner->depth = 0;
	inner->offset = frame->start;
	inner->past = frame->end;
	inner->inside = frame->node;
	inner->injected = NULL;
	inner->room = walk->room;
	inner->kind_rule = walk->kind_rule;
	inner->role_rule = walk->role_rule;
	walk_tree(inner, tree);
	walk->room = inner->room;
	walk->kind_rule = inner->kind_rule;
	walk->role_rule = inner->role_rule;
	ts_tree_delete(tree);
}

static bool matters(const struct walk *walk, TSNode node)
{
	uint32_t start = ts_node_start_byte(node);

	return !walk->engine->grammar->matters ||
	       (walk->inside == SYNTAX_NONE &&
		walk->engine->grammar->matters(walk->syntax->bytes + start,
					       ts_node_end_byte(node) - start));
}

static void walk_tree(struct walk *walk, TSTree *tree)
{
	TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
	bool more = true;

	while (more) {
		TSNode node = ts_tree_cursor_current_node(&cursor);

		walk_open(walk, node, ts_tree_cursor_current_field_id(&cursor));
		if ((ts_node_symbol(node) == (TSSymbol)-1 ||
		     ts_node_is_missing(node)) &&
		    matters(walk, node))
			walk_note(walk, REASON_UNREADABLE_TEXT,
				  ts_node_start_byte(node));
		walk_inject(walk);
		if (walk_in(walk, &cursor))
			continue;
		walk_close(walk);
		while (!(more = ts_tree_cursor_goto_next_sibling(&cursor)) &&
		       ts_tree_cursor_goto_parent(&cursor)) {
			walk->depth--;
			walk_close(walk);
		}
	}
	ts_tree_cursor_delete(&cursor);
}

/* --- a text --- */

/* The byte behind a string that ends on its line; else behind its quote. */
static size_t skip_string(const char *bytes, size_t size, size_t at)
{
	const char *line = memchr(bytes + at, '\n', size - at);
	size_t end = line ? (size_t)(line - bytes) : size;
	const char *close = memchr(bytes + at + 1, bytes[at], end - at - 1);

	return close ? (size_t)(close - bytes) + 1 : at + 1;
}

/*
 * tree-sitter 0.20 aborts on deep nesting, and where more than 65,535 tokens
 * make one error, so brackets and the tokens of a line are counted before.
 * Strings are known by their line alone and brackets count in comments, too:
 * what is refused by mistake would have to hold thousands that do not close.
 */
static bool text_fits(struct syntax *syntax, const char *bytes, size_t size)
{
	uint32_t depth = 0, tokens = 0;

	for (size_t i = 0; i < size;) {
		char c = bytes[i];

		syntax->reason_start = (uint32_t)i;
		if (c == '"' || c == '\'') {
			i = skip_string(bytes, size, i);
			tokens++;
			continue;
		}
		if (c == '\n')
			tokens = 0;
		else if (!g_ascii_isspace(c))
			tokens += !is_word_byte(c) || i == 0 ||
				  !is_word_byte(bytes[i - 1]);
		if (c == '(' || c == '[' || c == '{')
			depth++;
		else if (depth && (c == ')' || c == ']' || c == '}'))
			depth--;
		if (depth > SYNTAX_BRACKETS_MAX)
			syntax->reason = REASON_TOO_DEEP;
		else if (tokens > SYNTAX_LINE_TOKENS_MAX)
			syntax->reason = REASON_TOO_LARGE;
		else {
			i++;
			continue;
		}
		return false;
	}
	syntax->reason_start = 0;
	return true;
}

static void read_tree(struct syntax *syntax, struct arena *arena,
		      struct engine *engine, TSTree *tree)
{
	struct walk *walk = g_new(struct walk, 1);

	walk->engine = engine;
	walk->syntax = syntax;
	walk->arena = arena;
	walk->depth = walk->room = 0;
	walk->inside = SYNTAX_NONE;
	walk->injected = NULL;
	walk->kind_rule = walk->role_rule = NULL;
	walk_tree(walk, tree);
	syntax->nodes[0].kind = SYNTAX_MODULE;
	if (syntax->n_nodes) {
		void *nodes = syntax->nodes;

		syntax->nodes = arena_memdup(
			arena, nodes,
			syntax->n_nodes * sizeof(struct syntax_node));
		g_free(nodes);
	}
	g_free(walk->kind_rule);
	g_free(walk->role_rule);
	g_free(walk->injected);
	g_free(walk);
}

void syntax_read(struct syntax *syntax, struct arena *arena,
		 const struct syntax_grammar *grammar, const char *bytes,
		 size_t size)
{
	GError *error = NULL;
	struct engine *engine = engine_of(grammar, &error);
	TSTree *tree;

	*syntax = (struct syntax){.bytes = bytes};
	if (!engine)
		g_error("%s", error->message); /* a mistake in our .scm */
	if (size > SYNTAX_SIZE_MAX) {
		syntax->reason = REASON_TOO_LARGE;
		return;
	}
	if (!text_fits(syntax, bytes, size))
		return;
	tree = ts_parser_parse_string(engine->parser, NULL, bytes,
				      (uint32_t)size);
	if (!tree) { /* out of time */
		ts_parser_reset(engine->parser);
		syntax->reason = REASON_ANALYZER_CRASHED;
		return;
	}
	read_tree(syntax, arena, engine, tree);
	ts_tree_delete(tree);
}

const char *syntax_kind_name(enum syntax_kind kind)
{
	return kind_names[kind];
}

const char *syntax_role_name(enum syntax_role role)
{
	return role_names[role];
}

static uint32_t with_role(const struct syntax *syntax, uint32_t node,
			  enum syntax_role role)
{
	while (node != SYNTAX_NONE && syntax->nodes[node].role != role)
		node = syntax_next(syntax, node);
	return node;
}

uint32_t syntax_child(const struct syntax *syntax, uint32_t node,
		      enum syntax_role role)
{
	if (node == SYNTAX_NONE)
		return SYNTAX_NONE;
	return with_role(syntax, syntax_first(syntax, node), role);
}

uint32_t syntax_sibling(const struct syntax *syntax, uint32_t node)
{
	return with_role(syntax, syntax_next(syntax, node),
			 syntax->nodes[node].role);
}
