#include "analyzers/code/rope.h"

#include <string.h>

#define EXTENDS_STEPS 64

static struct rope *rope_new(struct rope_maker *maker, enum rope_kind kind)
{
	struct rope *rope = ARENA_NEW(maker->arena, struct rope);

	rope->kind = kind;
	rope->quiet = maker->quiet;
	rope->function = maker->function;
	rope->node = maker->node;
	rope->number = maker->n++;
	rope->size = 1;
	rope->n_leaves = 1;
	if (maker->last)
		maker->last->next = rope;
	else
		maker->first = rope;
	return maker->last = rope;
}

void rope_consume(const struct rope_maker *maker, const struct rope *rope)
{
	if (maker->quiet != QUIET_TALK || rope->quiet == QUIET_TALK)
		((struct rope *)rope)->consumed = true;
}

const struct rope *rope_text(struct rope_maker *maker, struct literal *literal,
			     uint32_t start, uint32_t size)
{
	struct rope *rope = rope_new(maker, ROPE_TEXT);

	rope->literal = literal;
	rope->start = start;
	rope->size = size;
	return rope;
}

const struct rope *rope_symbol(struct rope_maker *maker,
			       const struct symbol *symbol, uint32_t line)
{
	struct rope *rope = rope_new(maker, ROPE_SYMBOL);

	rope->symbol = symbol;
	rope->line = line;
	return rope;
}

const struct rope *rope_parameter(struct rope_maker *maker, uint32_t owner,
				  uint32_t parameter, const char *text,
				  uint32_t line)
{
	struct rope *rope = rope_new(maker, ROPE_PARAMETER);

	rope->owner = owner;
	rope->parameter = parameter;
	rope->text = text;
	rope->line = line;
	return rope;
}

const struct rope *rope_hole(struct rope_maker *maker, const char *text,
			     uint32_t line)
{
	struct rope *rope = rope_new(maker, ROPE_HOLE);

	rope->text = text;
	rope->line = line;
	return rope;
}

const struct rope *rope_alias(struct rope_maker *maker, const struct rope *left)
{
	struct rope *rope = rope_new(maker, ROPE_ALIAS);

	rope->left = left;
	rope->size = left->size;
	rope->n_leaves = left->n_leaves;
	rope->sql = left->sql;
	return rope;
}

const struct rope *rope_pair(struct rope_maker *maker, const struct rope *left,
			     const struct rope *right)
{
	struct rope *rope;

	if (!left || !right)
		return left ? left : right;
	rope_consume(maker, left);
	rope_consume(maker, right);
	if (left->size + right->size > ROPE_SIZE_MAX ||
	    left->n_leaves + right->n_leaves > ROPE_LEAVES_MAX)
		return rope_hole(maker, NULL, 0);
	rope = rope_new(maker, ROPE_PAIR);
	rope->left = left;
	rope->right = right;
	rope->size = left->size + right->size;
	rope->n_leaves = left->n_leaves + right->n_leaves;
	rope->sql = left->sql || right->sql;
	return rope;
}

/* The first byte, or the last; TEXT_HOLE for what is no text. */
static char edge_byte(const struct rope *rope, bool last)
{
	while (rope->kind == ROPE_PAIR || rope->kind == ROPE_ALIAS)
		rope = rope->kind == ROPE_PAIR && last ? rope->right
						       : rope->left;
	if (rope->kind != ROPE_TEXT)
		return TEXT_HOLE;
	if (!rope->size)
		return ' ';
	return rope->literal->bytes[rope->start + (last ? rope->size - 1 : 0)];
}

static bool is_word_byte(char c)
{
	return g_ascii_isalnum(c) || c == '_' || c == '$' || c == '.' ||
	       c == TEXT_HOLE || (c & 0x80);
}

bool rope_extends(const struct rope *rope, const struct rope *prefix)
{
	const struct rope *at = rope;

	for (int i = 0; i < EXTENDS_STEPS && at->kind == ROPE_PAIR; i++) {
		if (at->left == prefix)
			return !is_word_byte(edge_byte(prefix, true)) ||
			       !is_word_byte(edge_byte(at->right, false));
		at = at->left;
	}
	return false;
}

void rope_visit(const struct rope *rope, rope_visitor *visit, void *payload)
{
	GPtrArray *stack = g_ptr_array_new();
	bool more = true;

	while (rope && more) {
		if (rope->kind == ROPE_PAIR)
			g_ptr_array_add(stack, (void *)rope->right);
		if (rope->left) {
			rope = rope->left;
			continue;
		}
		more = visit(rope, payload);
		rope = NULL;
		if (stack->len)
			rope = g_ptr_array_steal_index(stack, stack->len - 1);
	}
	g_ptr_array_free(stack, TRUE);
}

static bool is_text_leaf(const struct rope *leaf, void *payload)
{
	return *(bool *)payload = leaf->kind == ROPE_TEXT;
}

bool rope_is_text(const struct rope *rope)
{
	bool text = true;

	rope_visit(rope, is_text_leaf, &text);
	return text;
}

/* --- flat --- */

struct flattening {
	struct arena *arena;
	struct rope_flat *flat;
	char *bytes;
};

static void add_mark(struct flattening *to, uint32_t offset, uint32_t line)
{
	struct rope_flat *flat = to->flat;

	if (flat->n_marks && flat->marks[flat->n_marks - 1].line == line)
		return;
	if (flat->n_marks && flat->marks[flat->n_marks - 1].offset == offset)
		flat->marks[flat->n_marks - 1].line = line;
	else
		*ARENA_PUSH(to->arena, flat->marks, flat->n_marks) =
			(struct line_mark){offset, line};
}

/* Index of the mark that holds for byte `start`. */
static uint32_t mark_at(const struct literal *literal, uint32_t start)
{
	uint32_t low = 0, high = literal->n_marks;

	while (low + 1 < high) {
		uint32_t middle = low + (high - low) / 2;

		if (literal->marks[middle].offset <= start)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static void flatten_text(struct flattening *to, const struct rope *leaf)
{
	const struct literal *literal = leaf->literal;
	struct rope_flat *flat = to->flat;
	uint32_t end = leaf->start + leaf->size;

	for (uint32_t i = mark_at(literal, leaf->start);
	     leaf->size && i < literal->n_marks &&
	     literal->marks[i].offset < end;
	     i++) {
		uint32_t from = MAX(literal->marks[i].offset, leaf->start);

		add_mark(to, flat->size + from - leaf->start,
			 literal->marks[i].line);
	}
	memcpy(to->bytes + flat->size, literal->bytes + leaf->start,
	       leaf->size);
	flat->size += leaf->size;
	flat->literal_bytes += leaf->size;
}

static bool flatten_leaf(const struct rope *leaf, void *payload)
{
	struct flattening *to = payload;
	struct rope_flat *flat = to->flat;

	if (leaf->kind == ROPE_TEXT) {
		flatten_text(to, leaf);
		return true;
	}
	flat->holes = true;
	flat->symbols = flat->symbols || leaf->kind == ROPE_SYMBOL;
	if (leaf->line)
		add_mark(to, flat->size, leaf->line);
	to->bytes[flat->size++] = TEXT_HOLE;
	return true;
}

void rope_flatten(struct arena *arena, const struct rope *rope,
		  struct rope_flat *flat)
{
	struct flattening to = {arena, flat,
				arena_alloc(arena, rope->size + 1)};

	memset(flat, 0, sizeof(*flat));
	rope_visit(rope, flatten_leaf, &to);
	flat->bytes = to.bytes;
	if (flat->n_marks && flat->marks[0].offset)
		flat->marks[0].offset = 0;
}

/* --- as a value --- */

struct valuing {
	struct arena *arena;
	struct value *value;
};

static struct value_part *add_part(struct valuing *to,
				   enum value_part_kind kind, uint32_t line)
{
	struct value_part *part =
		ARENA_PUSH(to->arena, to->value->parts, to->value->n_parts);

	part->kind = kind;
	part->line = line;
	return part;
}

static void value_text(struct valuing *to, const struct rope *leaf)
{
	const struct literal *literal = leaf->literal;
	uint32_t end = leaf->start + leaf->size, from = leaf->start;

	for (uint32_t i = mark_at(literal, from); from < end;) {
		uint32_t line_end =
			i + 1 < literal->n_marks
				? MIN(literal->marks[i + 1].offset, end)
				: end;
		const char *newline =
			memchr(literal->bytes + from, '\n', line_end - from);
		uint32_t past =
			newline ? (uint32_t)(newline + 1 - literal->bytes)
				: line_end;

		add_part(to, PART_LITERAL, literal->marks[i].line)->text =
			arena_strndup(to->arena, literal->bytes + from,
				      past - from);
		from = past;
		i += from == line_end;
	}
}

static bool value_leaf(const struct rope *leaf, void *payload)
{
	struct valuing *to = payload;

	if (leaf->kind == ROPE_TEXT)
		value_text(to, leaf);
	else if (leaf->kind == ROPE_SYMBOL)
		add_part(to, PART_SYMBOL, leaf->line)->symbol = *leaf->symbol;
	else
		add_part(to, PART_HOLE, leaf->line)->text = leaf->text;
	return true;
}

void rope_value(struct arena *arena, const struct rope *rope,
		struct value *value)
{
	struct valuing to = {arena, value};

	*value = (struct value){0};
	rope_visit(rope, value_leaf, &to);
}

/* --- use --- */

static bool use_leaf(const struct rope *leaf, void *payload)
{
	if (leaf->kind == ROPE_TEXT) {
		leaf->literal->used_by = *(uint32_t *)payload + 1;
		leaf->literal->used = true;
	}
	return true;
}

void rope_use(const struct rope *rope, uint32_t function)
{
	rope_visit(rope, use_leaf, &function);
}

struct newness {
	uint32_t function; /* or sink */
	bool found;
};

static bool new_leaf(const struct rope *leaf, void *payload)
{
	struct newness *new = payload;
	const struct literal *literal = leaf->literal;

	if (leaf->kind != ROPE_TEXT || !leaf->size)
		return true;
	if (literal->function == new->function)
		new->found = !literal->used;
	else
		new->found = literal->used_by != new->function + 1;
	return !new->found;
}

bool rope_is_new(const struct rope *rope, uint32_t function)
{
	struct newness new = {function, false};

	rope_visit(rope, new_leaf, &new);
	return new.found;
}

static bool take_leaf(const struct rope *leaf, void *payload)
{
	struct newness *new = payload;

	if (leaf->kind != ROPE_TEXT || !leaf->size)
		return true;
	new->found |= leaf->literal->taken_by != new->function + 1;
	leaf->literal->taken_by = new->function + 1;
	return true;
}

bool rope_take(const struct rope *rope, uint32_t sink)
{
	struct newness new = {sink, false};

	rope_visit(rope, take_leaf, &new);
	return new.found;
}
