#include "analyzers/sql/fold.h"

#include <string.h>

#include "analyzers/sql/fold_value.h"

struct fold_variable {
	const struct fold_value *value;
	uint32_t stamp; /* of the branching that looks at it */
	uint32_t assigned;
	const struct fold_value *joined;
};

struct fold_change {
	struct fold_variable *variable;
	const struct fold_value *value;
};

struct fold_frame {
	guint changes, results;
	uint32_t branches;
};

void fold_init(struct fold *fold, struct arena *arena, struct text *text,
	       const struct dialect_rules *rules)
{
	*fold = (struct fold){
		.arena = arena,
		.text = text,
		.rules = rules,
		.variables = g_hash_table_new(g_str_hash, g_str_equal),
		.changes =
			g_array_new(FALSE, FALSE, sizeof(struct fold_change)),
		.results =
			g_array_new(FALSE, FALSE, sizeof(struct fold_change)),
		.frames = g_array_new(FALSE, FALSE, sizeof(struct fold_frame)),
	};
}

void fold_release(struct fold *fold)
{
	g_hash_table_unref(fold->variables);
	g_array_unref(fold->changes);
	g_array_unref(fold->results);
	g_array_unref(fold->frames);
}

/* --- variables and branches ----------------------------------------------- */

static struct fold_variable *find_variable(struct fold *fold, const char *name,
					   bool make)
{
	char *key = g_ascii_strdown(name, -1);
	struct fold_variable *variable =
		g_hash_table_lookup(fold->variables, key);

	if (!variable && make) {
		variable = ARENA_NEW(fold->arena, struct fold_variable);
		g_hash_table_insert(fold->variables,
				    arena_strdup(fold->arena, key), variable);
	}
	g_free(key);
	return variable;
}

static void set_variable(struct fold *fold, struct fold_variable *variable,
			 const struct fold_value *value)
{
	struct fold_change change = {variable, variable->value};

	if (fold->frames->len)
		g_array_append_val(fold->changes, change);
	variable->value = value;
}

void fold_assign(struct fold *fold, const char *name,
		 const struct fold_value *value)
{
	set_variable(fold, find_variable(fold, name, true), value);
}

void fold_parameter(struct fold *fold, const char *name, uint32_t parameter)
{
	struct fold_piece *piece =
		fold_piece_new(fold, fold_hole, 1, text_line(fold->text, 0));
	const struct fold_value *value = fold_value_of(fold, piece);

	piece->parameter = parameter;
	if (*name)
		fold_assign(fold, name, value);
	fold_assign(fold, arena_printf(fold->arena, "$%u", parameter), value);
}

void fold_forget(struct fold *fold, const char *name)
{
	struct fold_variable *variable = find_variable(fold, name, false);

	if (variable)
		set_variable(fold, variable, fold_value_hole(fold, 0));
}

static struct fold_frame *last_frame(struct fold *fold)
{
	return &g_array_index(fold->frames, struct fold_frame,
			      fold->frames->len - 1);
}

void fold_open(struct fold *fold)
{
	struct fold_frame frame = {fold->changes->len, fold->results->len, 0};

	g_array_append_val(fold->frames, frame);
}

/* Keeps what the branch has made of each variable, and undoes it. */
void fold_next(struct fold *fold)
{
	struct fold_frame *frame;
	uint32_t stamp = ++fold->stamp;

	if (!fold->frames->len)
		return;
	frame = last_frame(fold);
	for (guint i = fold->changes->len; i-- > frame->changes;) {
		struct fold_change *change =
			&g_array_index(fold->changes, struct fold_change, i);
		struct fold_change result = {change->variable,
					     change->variable->value};

		if (result.variable->stamp != stamp)
			g_array_append_val(fold->results, result);
		result.variable->stamp = stamp;
		result.variable->value = change->value;
	}
	g_array_set_size(fold->changes, frame->changes);
	frame->branches++;
}

static void join_result(struct fold *fold, const struct fold_change *result,
			uint32_t stamp)
{
	struct fold_variable *variable = result->variable;

	if (variable->stamp != stamp) {
		variable->stamp = stamp;
		variable->assigned = 0;
		variable->joined = NULL;
	}
	variable->assigned++;
	variable->joined = fold_union(fold, variable->joined, result->value);
}

void fold_close(struct fold *fold, bool complete)
{
	struct fold_frame frame;
	uint32_t stamp;

	if (!fold->frames->len)
		return;
	fold_next(fold);
	frame = *last_frame(fold);
	g_array_set_size(fold->frames, fold->frames->len - 1);
	stamp = ++fold->stamp;
	for (guint i = frame.results; i < fold->results->len; i++)
		join_result(
			fold,
			&g_array_index(fold->results, struct fold_change, i),
			stamp);
	for (guint i = frame.results; i < fold->results->len; i++) {
		struct fold_variable *variable =
			g_array_index(fold->results, struct fold_change, i)
				.variable;

		if (variable->stamp != stamp)
			continue;
		variable->stamp = 0;
		if (!complete || variable->assigned < frame.branches)
			variable->joined = fold_union(fold, variable->value,
						      variable->joined);
		set_variable(fold, variable, variable->joined);
	}
	g_array_set_size(fold->results, frame.results);
}

static bool is_parameter(const struct fold_value *value)
{
	return value->n == 1 && value->alternatives[0]->parameter &&
	       !value->alternatives[0]->before;
}

/* The hole that a parameter is stands where it is used. */
static const struct fold_value *
parameter_at(struct fold *fold, const struct fold_value *value, uint32_t line)
{
	struct fold_piece *piece = fold_piece_new(fold, fold_hole, 1, line);

	piece->parameter = value->alternatives[0]->parameter;
	return fold_value_of(fold, piece);
}

const struct fold_value *fold_variable_value(struct fold *fold,
					     const char *name, uint32_t line)
{
	struct fold_variable *variable = find_variable(fold, name, false);

	if (!variable || !variable->value || !variable->value->n)
		return fold_value_hole(fold, line);
	return is_parameter(variable->value)
		       ? parameter_at(fold, variable->value, line)
		       : variable->value;
}

void fold_append(struct fold *fold, const char *name, uint32_t start,
		 uint32_t end)
{
	uint32_t line = text_line(fold->text, start);

	fold_assign(fold, name,
		    fold_concatenate(fold,
				     fold_variable_value(fold, name, line),
				     fold_expression(fold, start, end), line));
}

/* --- texts ---------------------------------------------------------------- */

/* Appends the marks of one piece that begins at `offset` of the text. */
static void add_marks(struct fold *fold, const struct fold_piece *piece,
		      uint32_t offset, struct line_mark **marks, uint32_t *n)
{
	struct line_mark mark = {offset, piece->line};

	*ARENA_PUSH(fold->arena, *marks, *n) = mark;
	if (!piece->steps)
		return;
	for (uint32_t i = 0; i < piece->size; i++) {
		if (piece->bytes[i] != '\n')
			continue;
		mark.offset = offset + i + 1;
		mark.line++;
		*ARENA_PUSH(fold->arena, *marks, *n) = mark;
	}
}

/* The texts made out of one text are together hardly longer than that. */
static size_t budget(const struct fold *fold)
{
	return fold->text->size * 4 + 65536;
}

bool fold_text(struct fold *fold, const struct fold_piece *piece,
	       struct text *guest)
{
	const struct fold_piece **pieces;
	struct line_mark *marks = NULL;
	uint32_t n_marks = 0, n = piece->n_pieces, offset = 0;

	if (!piece->known || fold->spent > budget(fold))
		return false;
	pieces = arena_alloc(fold->arena, n * sizeof(*pieces));
	for (const struct fold_piece *p = piece; p && n; p = p->before)
		pieces[--n] = p;
	for (uint32_t i = n; i < piece->n_pieces; i++) {
		if (!pieces[i]->size)
			continue;
		add_marks(fold, pieces[i], offset, &marks, &n_marks);
		offset += pieces[i]->size;
	}
	fold->spent += offset;
	if (!n_marks)
		return false;
	guest->bytes = fold_flatten(fold, piece);
	guest->size = offset;
	text_guest(guest, fold->text, marks, n_marks);
	return true;
}

bool fold_literal(struct fold *fold, const struct token *token,
		  struct text *guest)
{
	struct lexer lexer = {.bytes = fold->text->bytes,
			      .size = (uint32_t)fold->text->size,
			      .rules = fold->rules};

	return fold_text(fold, fold_piece_literal(fold, &lexer, token), guest);
}
