#include "analyzers/sql/fold_value.h"

#include <string.h>

/* A rope that is longer is a hole, as is all once that many pieces and as many
 * as the text has bytes were copied: a text of doublings grows without end. */
#define MAX_PIECES 2000
#define MAX_COPIED 100000

/* How far back ropes are compared to see that one holds the other; and all of
 * a text's together, as often as it has bytes. What is not compared says
 * something of its own. */
#define MAX_COMPARED 256
#define COMPARED_A_BYTE 64

const char fold_hole[2] = {TEXT_HOLE, '\0'};

/* What the first words of a piece tell of it. */
static void look_at(const struct fold *fold, struct fold_piece *piece)
{
	struct lexer lexer = {.bytes = piece->bytes,
			      .size = piece->size,
			      .rules = fold->rules};
	struct token token;

	lexer_next(&lexer, &token);
	piece->start = token.kind == TOKEN_HOLE ||
		       keyword_flags[token.keyword] & KEYWORD_VERB;
	while (token.kind == TOKEN_COMMA || token.keyword == KW_AND ||
	       token.keyword == KW_OR || token.keyword == KW_UNION ||
	       token.keyword == KW_ALL || token.kind == TOKEN_SEMICOLON)
		lexer_next(&lexer, &token);
	piece->separator = piece->size && token.kind == TOKEN_END;
}

struct fold_piece *fold_piece_new(struct fold *fold, const char *bytes,
				  uint32_t size, uint32_t line)
{
	struct fold_piece *piece = ARENA_NEW(fold->arena, struct fold_piece);

	piece->bytes = bytes;
	piece->size = size;
	piece->line = line;
	piece->n_pieces = 1;
	piece->known = size != 1 || *bytes != TEXT_HOLE;
	piece->empty = size == 0;
	look_at(fold, piece);
	return piece;
}

struct fold_value *fold_value_new(struct fold *fold, uint32_t room)
{
	struct fold_value *value = ARENA_NEW(fold->arena, struct fold_value);

	room = MIN(room, FOLD_ALTERNATIVES);
	value->alternatives =
		arena_alloc(fold->arena, room * sizeof(*value->alternatives));
	return value;
}

bool fold_value_is_hole(const struct fold_value *value)
{
	return value->n == 1 && !value->alternatives[0]->known;
}

struct fold_value *fold_value_of(struct fold *fold,
				 const struct fold_piece *piece)
{
	struct fold_value *value = fold_value_new(fold, 1);

	value->alternatives[value->n++] = piece;
	return value;
}

struct fold_value *fold_value_bytes(struct fold *fold, const char *bytes,
				    uint32_t line)
{
	return fold_value_of(
		fold,
		fold_piece_new(fold, bytes, (uint32_t)strlen(bytes), line));
}

struct fold_value *fold_value_hole(struct fold *fold, uint32_t line)
{
	return fold_value_bytes(fold, fold_hole, line);
}

static uint32_t count_newlines(const char *bytes, uint32_t size)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < size; i++)
		n += bytes[i] == '\n';
	return n;
}

/* What a string literal holds. */
struct fold_piece *fold_piece_literal(struct fold *fold,
				      const struct lexer *lexer,
				      const struct token *token)
{
	uint32_t size, content, last = token->offset + token->length;
	bool plain;
	const char *bytes = token_string(fold->arena, lexer, token, &size,
					 &content, &plain);
	uint32_t line = text_line(fold->text, content);
	struct fold_piece *piece = fold_piece_new(fold, bytes, size, line);

	piece->known = true;
	piece->steps = text_line(fold->text, last ? last - 1 : 0) - line ==
		       count_newlines(bytes, size);
	return piece;
}

/* The rope of `left` and then `right`: right's pieces are copied. NULL when it
 * would be too long. */
static const struct fold_piece *join(struct fold *fold,
				     const struct fold_piece *left,
				     const struct fold_piece *right)
{
	struct fold_piece *made = NULL, *behind = NULL;
	const struct fold_piece *last = NULL;

	fold->copied += right->n_pieces;
	if (left->n_pieces + right->n_pieces > MAX_PIECES ||
	    fold->copied > fold->text->size + MAX_COPIED)
		return NULL;
	for (; right; right = right->before) {
		made = ARENA_NEW(fold->arena, struct fold_piece);
		*made = *right;
		made->n_pieces += left->n_pieces;
		made->known |= left->known;
		made->start = left->empty ? made->start : left->start;
		made->empty &= left->empty;
		if (behind)
			behind->before = made;
		else
			last = made;
		behind = made;
	}
	made->before = left;
	return last;
}

/*
 * Whether all pieces of `shorter` stand in `longer`, in that order: it is what
 * comes of fewer steps and says nothing more. One that begins a statement is
 * not held by one that does not.
 */
static bool holds(struct fold *fold, const struct fold_piece *longer,
		  const struct fold_piece *shorter)
{
	if (shorter->empty || (shorter->start && !longer->start) ||
	    fold->compared > fold->text->size * COMPARED_A_BYTE)
		return false;
	for (unsigned i = 0; longer && i < MAX_COMPARED; i++) {
		fold->compared++;
		while (shorter && shorter->size == 0)
			shorter = shorter->before;
		if (!shorter || longer == shorter)
			return true;
		if (longer->bytes == shorter->bytes)
			shorter = shorter->before;
		longer = longer->before;
	}
	return !shorter;
}

/* Whether `longer` is `shorter` and a separator: what a loop puts between its
 * rounds. As a loop runs once here, it does not belong there. */
static bool is_separated(const struct fold_piece *longer,
			 const struct fold_piece *shorter)
{
	while (longer && longer->separator)
		longer = longer->before;
	return longer == shorter;
}

static bool is_better(struct fold *fold, const struct fold_piece *piece,
		      const struct fold_piece *than)
{
	return piece == than || is_separated(than, piece) ||
	       (holds(fold, piece, than) && !is_separated(piece, than));
}

/* Adds an alternative, unless there is one that is better; it takes the place
 * of those that are not as good. */
static void add_alternative(struct fold *fold, struct fold_value *value,
			    const struct fold_piece *piece)
{
	uint32_t kept = 0;

	if (value->open && value->n == FOLD_ALTERNATIVES)
		return;
	for (uint32_t i = 0; i < value->n; i++)
		if (is_better(fold, value->alternatives[i], piece))
			return;
	for (uint32_t i = 0; i < value->n; i++)
		if (!is_better(fold, piece, value->alternatives[i]))
			value->alternatives[kept++] = value->alternatives[i];
	value->n = kept;
	if (value->n < FOLD_ALTERNATIVES)
		value->alternatives[value->n++] = piece;
	else
		value->open = true;
}

static void add_all(struct fold *fold, struct fold_value *value,
		    const struct fold_value *from)
{
	value->open |= from->open;
	for (uint32_t i = 0; i < from->n; i++)
		add_alternative(fold, value, from->alternatives[i]);
}

/* An array and another one, or a further element. */
static struct fold_value *join_arrays(struct fold *fold,
				      const struct fold_value *left,
				      const struct fold_value *right)
{
	struct fold_value *value = fold_value_new(fold, left->n + right->n);

	value->array = true;
	add_all(fold, value, left);
	add_all(fold, value, right);
	return value;
}

struct fold_value *fold_concatenate(struct fold *fold,
				    const struct fold_value *left,
				    const struct fold_value *right,
				    uint32_t line)
{
	struct fold_value *value = fold_value_new(fold, left->n * right->n);

	if (left->array || right->array)
		return join_arrays(fold, left, right);
	value->open = left->open || right->open;
	for (uint32_t i = 0; i < left->n; i++) {
		for (uint32_t k = 0; k < right->n; k++) {
			const struct fold_piece *piece =
				join(fold, left->alternatives[i],
				     right->alternatives[k]);

			if (piece)
				add_alternative(fold, value, piece);
			else
				value->open = true;
		}
	}
	return value->n ? value : fold_value_hole(fold, line);
}

const struct fold_value *fold_union(struct fold *fold,
				    const struct fold_value *a,
				    const struct fold_value *b)
{
	struct fold_value *value;

	if (!a || !b || a == b)
		return a ? a : b;
	value = fold_value_new(fold, a->n + b->n);
	value->array = a->array && b->array;
	add_all(fold, value, a);
	add_all(fold, value, b);
	return value;
}

/* All bytes of the rope, from its first piece on, without marks. */
const char *fold_flatten(struct fold *fold, const struct fold_piece *piece)
{
	size_t size = 0;
	char *bytes, *at;

	for (const struct fold_piece *p = piece; p; p = p->before)
		size += p->size;
	bytes = arena_alloc(fold->arena, size + 1);
	at = bytes + size;
	for (const struct fold_piece *p = piece; p; p = p->before) {
		at -= p->size;
		memcpy(at, p->bytes, p->size);
	}
	return bytes;
}

/* The part of the template from `at` to `end`. */
const struct fold_value *fold_slice(struct fold *fold,
				    const struct fold_piece *template,
				    const char *at, const char *end)
{
	struct fold_piece *piece =
		fold_piece_new(fold, at, (uint32_t)(end - at), template->line);

	piece->steps = template->steps;
	if (piece->steps)
		piece->line += count_newlines(template->bytes,
					      (uint32_t)(at - template->bytes));
	return fold_value_of(fold, piece);
}

/* The same in one piece. */
const struct fold_piece *fold_one_piece(struct fold *fold,
					const struct fold_piece *piece)
{
	const char *bytes;

	if (!piece->before)
		return piece;
	bytes = fold_flatten(fold, piece);
	return fold_piece_new(fold, bytes, (uint32_t)strlen(bytes),
			      piece->line);
}
