/*
 * CREATE of what is neither table nor code: sequences, types, domains,
 * schemas, databases, extensions, publications, subscriptions, servers.
 */
#include "analyzers/sql/ddl.h"

static struct fact *create(struct parser *p, const struct ddl_head *head,
			   enum node_kind kind)
{
	struct fact *fact = ddl_definition(p, OP_CREATE, kind, head->begin);

	fact->as.definition.flags = head->flags;
	if (parser_accept_if_exists(p))
		fact->as.definition.flags |= DEFINE_IF_NOT_EXISTS;
	if (ddl_name(p, &fact->as.definition.object.name))
		return fact;
	parser_unreadable(p, "CREATE without a name");
	return NULL;
}

static void finish(struct parser *p, struct fact *fact)
{
	parser_skip_statement(p);
	if (fact)
		ddl_deliver(p, fact);
}

/* --- sequences ------------------------------------------------------------ */

/* OWNED BY t.c: t is the parent; the column is an attribute. */
static void read_owned_by(struct parser *p, struct fact *fact)
{
	struct sql_name name;

	if (ddl_at_word(p, "none")) {
		parser_next(p);
		ddl_attribute(p, fact, "owned_by", "none");
		return;
	}
	if (!parser_name(p, &name) || name.n_parts < 2)
		return;
	name.n_parts--;
	ddl_attribute(p, fact, "owned_by", name.parts[name.n_parts]);
	name.quoted &= (1u << name.n_parts) - 1;
	ddl_parent(p, fact, &name);
}

void ddl_sequence_options(struct parser *p, struct fact *fact)
{
	while (!parser_at_end(p) && !parser_at(p, KW_RENAME) &&
	       !parser_at(p, KW_OWNER) && !parser_at(p, KW_SET)) {
		if (ddl_accept_word(p, "owned")) {
			parser_accept(p, KW_BY);
			read_owned_by(p, fact);
		} else {
			parser_skip_one(p);
		}
	}
}

void ddl_create_sequence(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact = create(p, head, NODE_SEQUENCE);

	if (fact)
		while (!parser_at_end(p)) {
			ddl_sequence_options(p, fact);
			parser_skip_one(p);
		}
	finish(p, fact);
}

/* --- types ---------------------------------------------------------------- */

/* ENUM ('a', 'b'): its values as one attribute, as written. */
static void read_enum(struct parser *p, struct fact *fact)
{
	uint32_t begin = parser_peek(p)->offset;

	ddl_attribute(p, fact, "kind", "enum");
	if (!parser_at_kind(p, TOKEN_OPEN))
		return;
	parser_skip_parentheses(p);
	ddl_attribute(p, fact, "values",
		      parser_slice(p, begin + 1, MAX(p->end, begin + 2) - 1));
}

/* (a type, b type): attributes are the type's columns. */
static void read_composite(struct parser *p, struct fact *fact)
{
	struct ddl_table table = {.fact = fact, .made = &fact->as.definition};

	ddl_attribute(p, fact, "kind", "composite");
	if (!parser_accept_kind(p, TOKEN_OPEN))
		return;
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE)) {
		ddl_column(p, &table);
		while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
		       !parser_at_kind(p, TOKEN_CLOSE))
			parser_skip_one(p);
		parser_accept_kind(p, TOKEN_COMMA);
	}
	parser_accept_kind(p, TOKEN_CLOSE);
}

/* CREATE TYPE t [ AS (...) | AS ENUM (...) | AS RANGE (...) | (...) ] */
void ddl_create_type(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact;

	if (ddl_at_word(p, "body") && token_is_name(parser_ahead(p, 1)) &&
	    !parser_ahead_at(p, 1, KW_AS)) {
		parser_next(p);
		ddl_create_type_body(p, head);
		return;
	}
	fact = create(p, head, NODE_TYPE);

	if (fact && parser_accept(p, KW_AS)) {
		if (ddl_accept_word(p, "enum"))
			read_enum(p, fact);
		else if (parser_at_kind(p, TOKEN_OPEN))
			read_composite(p, fact);
		else if (parser_accept(p, KW_RANGE)) {
			ddl_attribute(p, fact, "kind", "range");
			ddl_function_options(p, fact, "create type");
		}
	} else if (fact) {
		ddl_function_options(p, fact, "create type");
	}
	finish(p, fact);
}

void ddl_domain_options(struct parser *p, struct fact *fact)
{
	const struct object_name *object = &fact->as.definition.object;

	while (!parser_at_end(p)) {
		if (parser_accept(p, KW_CHECK))
			ddl_expression_one(p, object);
		else if (parser_accept(p, KW_DEFAULT))
			ddl_default(p, object);
		else
			parser_skip_one(p);
	}
}

/* CREATE DOMAIN d [ AS ] type [ DEFAULT e ] [ NOT NULL ] [ CHECK (...) ] */
void ddl_create_domain(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact = create(p, head, NODE_DOMAIN);
	uint32_t begin;

	if (!fact) {
		finish(p, NULL);
		return;
	}
	parser_accept(p, KW_AS);
	begin = parser_peek(p)->offset;
	parser_skip_type(p);
	if (p->end > begin)
		ddl_attribute(p, fact, "type", parser_slice(p, begin, p->end));
	ddl_domain_options(p, fact);
	finish(p, fact);
}

/* --- schemas, databases, extensions --------------------------------------- */

/* The kinds that may be made inside of CREATE SCHEMA. */
static bool at_schema_element(struct parser *p)
{
	return parser_at(p, KW_CREATE) && !parser_ahead_at(p, 1, KW_SCHEMA);
}

/* CREATE SCHEMA [ s ] [ AUTHORIZATION r ] [ CREATE ... ]...: what is made
 * inside is made in that schema. */
void ddl_create_schema(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact =
		ddl_definition(p, OP_CREATE, NODE_SCHEMA, head->begin);
	struct fact_definition *made = &fact->as.definition;
	const char *outer = p->schema;

	if (parser_accept_if_exists(p))
		made->flags |= DEFINE_IF_NOT_EXISTS;
	if (!ddl_at_word(p, "authorization"))
		parser_name(p, &made->object.name);
	if (ddl_accept_word(p, "authorization") && !made->object.name.n_parts)
		parser_name(p, &made->object.name);
	while (!parser_at_end(p) && !at_schema_element(p)) {
		if (!ddl_table_option(p, fact))
			parser_skip_one(p);
	}
	if (made->object.name.n_parts) {
		ddl_deliver(p, fact);
		p->schema = made->object.name.parts[0];
	}
	while (at_schema_element(p)) {
		static const enum keyword create[] = {KW_CREATE, KW_GRANT,
						      KW_NONE};
		const enum keyword *terminators = p->terminators;
		uint32_t begin = p->end;

		p->terminators = create;
		read_create(p);
		p->terminators = terminators;
		if (p->end == begin)
			break;
	}
	p->schema = outer;
	parser_skip_statement(p);
}

void ddl_create_database(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact =
		create(p, head, ddl_is_mysql(p) ? NODE_SCHEMA : NODE_DATABASE);

	while (fact && !parser_at_end(p))
		if (!ddl_table_option(p, fact))
			parser_skip_one(p);
	finish(p, fact);
}

void ddl_create_extension(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact = create(p, head, NODE_EXTENSION);

	while (fact && !parser_at_end(p)) {
		if (parser_accept(p, KW_SCHEMA))
			ddl_attribute(p, fact, "schema", ddl_option(p));
		else
			parser_skip_one(p);
	}
	finish(p, fact);
}

/* --- replication ---------------------------------------------------------- */

/* [ ONLY ] t [ * ] [ (columns) ] [ WHERE (condition) ], ... */
static void read_published_tables(struct parser *p, struct fact *fact)
{
	const struct object_name *object = &fact->as.definition.object;
	struct sql_name table;

	do {
		parser_accept(p, KW_TABLE);
		parser_accept(p, KW_ONLY);
		if (!parser_name(p, &table))
			return;
		ddl_parent(p, fact, &table);
		while (!parser_at_end(p) && !parser_at(p, KW_WITH) &&
		       !parser_at_kind(p, TOKEN_COMMA)) {
			if (parser_accept(p, KW_WHERE))
				ddl_expression_one(p, object);
			else
				parser_skip_one(p);
		}
	} while (parser_accept_kind(p, TOKEN_COMMA));
}

void ddl_publication_options(struct parser *p, struct fact *fact)
{
	while (!parser_at_end(p) && !parser_at(p, KW_RENAME) &&
	       !parser_at(p, KW_OWNER)) {
		if (parser_accept_two(p, KW_ALL, KW_TABLES)) {
			ddl_attribute(p, fact, "tables", "all");
		} else if (parser_accept_three(p, KW_TABLES, KW_IN,
					       KW_SCHEMA)) {
			ddl_attribute(p, fact, "schemas", ddl_rest(p));
		} else if (parser_accept(p, KW_TABLE)) {
			read_published_tables(p, fact);
		} else {
			parser_skip_one(p);
		}
	}
}

void ddl_create_publication(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact = create(p, head, NODE_PUBLICATION);

	if (fact)
		ddl_publication_options(p, fact);
	finish(p, fact);
}

/* CREATE SUBSCRIPTION s CONNECTION '...' PUBLICATION p, q: what is in the
 * connection string may be secret and is not kept. */
void ddl_create_subscription(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact = create(p, head, NODE_SUBSCRIPTION);

	while (fact && !parser_at_end(p)) {
		uint32_t begin;

		if (!parser_accept(p, KW_PUBLICATION)) {
			parser_skip_one(p);
			continue;
		}
		begin = parser_peek(p)->offset;
		while (!parser_at_end(p) && !parser_at(p, KW_WITH))
			parser_skip_one(p);
		ddl_attribute(p, fact, "publications",
			      parser_slice(p, begin, MAX(p->end, begin)));
	}
	finish(p, fact);
}

/* CREATE SERVER s ... FOREIGN DATA WRAPPER w OPTIONS (host 'h', ...) */
void ddl_create_server(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact = create(p, head, NODE_FOREIGN_SERVER);

	while (fact && !parser_at_end(p)) {
		if (parser_accept(p, KW_WRAPPER))
			ddl_attribute(p, fact, "wrapper", ddl_option(p));
		else
			parser_skip_one(p);
	}
	finish(p, fact);
}
