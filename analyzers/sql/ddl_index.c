/*
 * CREATE INDEX of all dialects:
 *
 *	CREATE [ UNIQUE ] INDEX [ CONCURRENTLY ] [ IF NOT EXISTS ] [ i ]
 *		ON [ ONLY ] t [ USING method ] (columns) [ INCLUDE (columns) ]
 *		[ WHERE condition ] ...
 */
#include "analyzers/sql/ddl.h"

#include <string.h>

/* PostgreSQL's limit; a longer name is made shorter in ways that we do not
 * follow. */
#define NAME_BYTES 63

/* The name that PostgreSQL gives to an index without one: table, columns (or
 * "expr"), "idx". It counts up where that name is taken, which cannot be seen
 * here. */
static void make_name(struct parser *p, struct object_name *object,
		      const struct defined_key *key, uint32_t n_columns,
		      bool expressions)
{
	GString *name = g_string_new(
		object->on.n_parts ? object->on.parts[object->on.n_parts - 1]
				   : NULL);

	for (uint32_t i = 0; i < n_columns; i++)
		g_string_append_printf(name, "_%s", key->columns[i]);
	if (expressions)
		g_string_append(name, "_expr");
	g_string_append(name, "_idx");
	if (name->len <= NAME_BYTES) {
		object->name.parts =
			arena_alloc(p->analysis->arena, sizeof(char *));
		object->name.parts[0] =
			arena_strdup(p->analysis->arena, name->str);
		object->name.n_parts = 1;
		object->name.line = object->on.line;
		object->name.end_line = object->on.end_line;
	}
	g_string_free(name, TRUE);
}

/* INCLUDE (a, b): columns that the index holds beside its key. */
static void read_include(struct parser *p, const struct object_name *object,
			 struct defined_key *key)
{
	struct defined_key included = {0};
	bool expressions;

	ddl_key_columns(p, object, &included, &expressions);
	for (uint32_t i = 0; i < included.n_columns; i++)
		*ARENA_PUSH(p->analysis->arena, key->columns, key->n_columns) =
			included.columns[i];
}

/* What stands behind the columns, in any order. */
static void read_rest(struct parser *p, struct fact *fact,
		      struct defined_key *key)
{
	const struct object_name *object = &fact->as.definition.object;

	while (!parser_at_end(p)) {
		if (ddl_accept_word(p, "include")) {
			read_include(p, object, key);
		} else if (parser_accept(p, KW_COMMENT)) {
			ddl_attribute(p, fact, "comment", ddl_option(p));
		} else if (parser_accept(p, KW_WHERE)) {
			uint32_t begin = parser_peek(p)->offset;

			parser_skip_statement(p);
			ddl_expression(p, object, begin, p->end);
		} else {
			parser_skip_one(p);
		}
	}
}

void ddl_create_index(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact =
		ddl_definition(p, OP_CREATE, NODE_INDEX, head->begin);
	struct fact_definition *made = &fact->as.definition;
	struct defined_key *key =
		ARENA_PUSH(p->analysis->arena, made->keys, made->n_keys);
	bool expressions = false;
	uint32_t n_columns;

	made->flags = head->flags;
	key->kind = head->unique ? "unique" : "index";
	if (!parser_accept(p, KW_CONCURRENTLY))
		ddl_accept_word(p, "nonconcurrently");
	if (parser_accept_if_exists(p))
		made->flags |= DEFINE_IF_NOT_EXISTS;
	parser_name(p, &made->object.name);
	if (parser_accept(p, KW_USING))
		parser_skip_one(p);
	if (!parser_accept(p, KW_ON)) {
		parser_unreadable(p, "CREATE INDEX without a table");
		parser_skip_statement(p);
		return;
	}
	parser_accept(p, KW_ONLY);
	parser_name(p, &made->object.on);
	if (parser_accept(p, KW_USING))
		ddl_attribute(p, fact, "method", ddl_option(p));
	ddl_key_columns(p, &made->object, key, &expressions);
	n_columns = key->n_columns;
	read_rest(p, fact, key);
	if (!made->object.name.n_parts)
		make_name(p, &made->object, key, n_columns, expressions);
	ddl_deliver(p, fact);
}
