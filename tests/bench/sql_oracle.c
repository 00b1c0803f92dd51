/*
 * sql_oracle FILE... - our reads and writes beside those of libpg_query.
 *
 * Every statement of the SQL files that libpg_query parses is read by both;
 * the sets of relations read and written must be the same. Prints each
 * statement that differs, and at the end how many do. Statements that only
 * define, and bodies of routines, are not compared: their accesses are not
 * the statement's.
 */
#include <cjson/cJSON.h>
#include <glib.h>
#include <pg_query.h>
#include <stdio.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/sql/lexer.h"
#include "graph/catalog/name.h"
#include "graph/resolve/resolve.h"

/* --- sets ---------------------------------------------------------------- */

/* Members are "reads schema.table" and "writes schema.table". */
static void set_add(GHashTable *set, const char *kind, const char *name)
{
	g_hash_table_add(set, g_strconcat(kind, " ", name, NULL));
}

static char *set_text(GHashTable *set)
{
	GList *keys =
		g_list_sort(g_hash_table_get_keys(set), (GCompareFunc)strcmp);
	GString *text = g_string_new(NULL);

	for (GList *key = keys; key; key = key->next)
		g_string_append_printf(text, "%s%s", text->len ? ", " : "",
				       (const char *)key->data);
	g_list_free(keys);
	return g_string_free(text, FALSE);
}

/* --- theirs -------------------------------------------------------------- */

/* Names of CTEs that are in scope, innermost first. */
struct scope_names {
	const struct scope_names *outer;
	const char *name;
};

struct walk {
	GHashTable *set;
	bool skipped; /* not a statement that is compared */
};

static void walk(struct walk *w, const cJSON *node,
		 const struct scope_names *scope);

static const char *string_of(const cJSON *node, const char *name)
{
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(node, name);

	return value && value->valuestring ? value->valuestring : NULL;
}

static char *relation_name(const cJSON *range)
{
	const char *schema = string_of(range, "schemaname");
	const char *catalog = string_of(range, "catalogname");
	const char *name = string_of(range, "relname");

	if (catalog)
		return g_strdup_printf("%s.%s.%s", catalog, schema, name);
	return schema ? g_strdup_printf("%s.%s", schema, name)
		      : g_strdup(name ? name : "?");
}

static void add_range(struct walk *w, const cJSON *range, const char *kind)
{
	char *name = relation_name(range);

	set_add(w->set, kind, name);
	g_free(name);
}

static bool in_scope(const struct scope_names *scope, const cJSON *range)
{
	const char *name = string_of(range, "relname");

	if (string_of(range, "schemaname") || !name)
		return false;
	for (; scope; scope = scope->outer)
		if (strcmp(scope->name, name) == 0)
			return true;
	return false;
}

/* The members of a node but one or two, in the scope. */
static void walk_members(struct walk *w, const cJSON *node, const char *but,
			 const struct scope_names *scope)
{
	const cJSON *child;

	cJSON_ArrayForEach(child, node)
	{
		if (but && child->string && strcmp(child->string, but) == 0)
			continue;
		if (child->string && strcmp(child->string, "withClause") == 0)
			continue;
		walk(w, child, scope);
	}
}

/* Opens the scope of a WITH clause, one CTE after the other, and then walks
 * what it is for. */
static void walk_ctes(struct walk *w, const cJSON *ctes, int i, bool recursive,
		      const struct scope_names *scope, const cJSON *node,
		      const char *but)
{
	const cJSON *item = cJSON_GetArrayItem(ctes, i), *cte;
	struct scope_names inner = {scope, NULL};

	if (!item) {
		const cJSON *all;

		cJSON_ArrayForEach(all, ctes)
		{
			if (recursive)
				walk_members(w, all->child, NULL, scope);
		}
		walk_members(w, node, but, scope);
		return;
	}
	cte = item->child;
	inner.name = string_of(cte, "ctename");
	if (!recursive)
		walk_members(w, cte, NULL, scope);
	walk_ctes(w, ctes, i + 1, recursive, &inner, node, but);
}

static void walk_scoped(struct walk *w, const cJSON *node, const char *but,
			const struct scope_names *scope)
{
	const cJSON *with =
		cJSON_GetObjectItemCaseSensitive(node, "withClause");
	const cJSON *recursive;

	if (!with) {
		walk_members(w, node, but, scope);
		return;
	}
	recursive = cJSON_GetObjectItemCaseSensitive(with, "recursive");
	walk_ctes(w, cJSON_GetObjectItemCaseSensitive(with, "ctes"), 0,
		  cJSON_IsTrue(recursive), scope, node, but);
}

static void add_relation(struct walk *w, const cJSON *node, const char *member,
			 const char *kind)
{
	const cJSON *range = cJSON_GetObjectItemCaseSensitive(node, member);

	if (range)
		add_range(w, range, kind);
}

static void walk_copy(struct walk *w, const cJSON *node,
		      const struct scope_names *scope)
{
	bool from =
		cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(node, "is_from"));

	add_relation(w, node, "relation", from ? "writes" : "reads");
	walk_members(w, node, "relation", scope);
}

static void add_list(struct walk *w, const cJSON *node, const char *kind)
{
	const cJSON *item;

	cJSON_ArrayForEach(item,
			   cJSON_GetObjectItemCaseSensitive(node, "relations"))
		add_range(w, item->child, kind);
}

/* Statements of which only a part is an access. */
static bool walk_special(struct walk *w, const cJSON *node,
			 const struct scope_names *scope)
{
	const char *kind = node->string;

	if (strcmp(kind, "RangeVar") == 0) {
		if (!in_scope(scope, node))
			add_range(w, node, "reads");
	} else if (strcmp(kind, "InsertStmt") == 0 ||
		   strcmp(kind, "UpdateStmt") == 0 ||
		   strcmp(kind, "DeleteStmt") == 0 ||
		   strcmp(kind, "MergeStmt") == 0) {
		add_relation(w, node, "relation", "writes");
		walk_scoped(w, node, "relation", scope);
	} else if (strcmp(kind, "SelectStmt") == 0) {
		walk_scoped(w, node, NULL, scope);
	} else if (strcmp(kind, "intoClause") == 0 ||
		   strcmp(kind, "into") == 0) {
		add_relation(w, node, "rel", "writes");
	} else if (strcmp(kind, "CreateTableAsStmt") == 0 &&
		   g_strcmp0(string_of(node, "objtype"), "OBJECT_MATVIEW") ==
			   0) {
		/* A materialized view is defined; it is REFRESH that writes. */
		walk_members(w, node, "into", scope);
	} else if (strcmp(kind, "CopyStmt") == 0) {
		walk_copy(w, node, scope);
	} else if (strcmp(kind, "TruncateStmt") == 0) {
		add_list(w, node, "writes");
	} else if (strcmp(kind, "LockStmt") == 0) {
		add_list(w, node, "reads");
	} else if (strcmp(kind, "RefreshMatViewStmt") == 0) {
		add_relation(w, node, "relation", "writes");
	} else if (strcmp(kind, "lockedRels") == 0) {
		/* FOR UPDATE OF: names of items */
	} else {
		return false;
	}
	return true;
}

static void walk(struct walk *w, const cJSON *node,
		 const struct scope_names *scope)
{
	if (node->string && cJSON_IsObject(node) &&
	    walk_special(w, node, scope))
		return;
	if (node->string && strcmp(node->string, "lockedRels") == 0)
		return;
	/* A set's arms, and others, are members without the kind's name. */
	if (node->string && cJSON_IsObject(node) &&
	    (cJSON_GetObjectItemCaseSensitive(node, "withClause") ||
	     strcmp(node->string, "larg") == 0 ||
	     strcmp(node->string, "rarg") == 0)) {
		walk_scoped(w, node, NULL, scope);
		return;
	}
	walk_members(w, node, NULL, scope);
}

static const char *const compared[] = {
	"SelectStmt",	     "InsertStmt",
	"UpdateStmt",	     "DeleteStmt",
	"MergeStmt",	     "CopyStmt",
	"TruncateStmt",	     "LockStmt",
	"ExplainStmt",	     "PrepareStmt",
	"DeclareCursorStmt", "RefreshMatViewStmt",
	"CreateTableAsStmt", NULL};

/* False if libpg_query does not parse it, or it is of no kind to compare. */
static bool read_theirs(const char *statement, GHashTable *set,
			unsigned *unparsed)
{
	PgQueryParseResult result = pg_query_parse(statement);
	struct walk w = {set, true};
	const cJSON *statements, *first;
	cJSON *tree;

	if (result.error) {
		pg_query_free_parse_result(result);
		++*unparsed;
		return false;
	}
	tree = cJSON_Parse(result.parse_tree);
	statements = cJSON_GetObjectItemCaseSensitive(tree, "stmts");
	first = cJSON_GetArrayItem(statements, 0);
	if (first && cJSON_GetArraySize(statements) == 1) {
		const cJSON *body =
			cJSON_GetObjectItemCaseSensitive(first, "stmt");

		for (const char *const *c = compared; *c; c++)
			if (body && body->child &&
			    strcmp(body->child->string, *c) == 0)
				w.skipped = false;
		if (!w.skipped)
			walk(&w, body, NULL);
	}
	cJSON_Delete(tree);
	pg_query_free_parse_result(result);
	return !w.skipped;
}

/* --- ours ---------------------------------------------------------------- */

static void add_ours(struct analysis *analysis, struct fact *fact)
{
	struct resolution resolution;

	if (fact->kind != FACT_STATEMENT)
		return;
	resolve_statement(&fact->as.statement, NULL, NULL, NULL,
			  analysis->arena, &resolution);
	for (uint32_t i = 0; i < resolution.n_accesses; i++) {
		const struct access *access = &resolution.accesses[i];

		set_add(analysis->payload,
			access->kind == EDGE_READS ? "reads" : "writes",
			name_join(analysis->arena, DIALECT_POSTGRESQL,
				  resolution.tables[access->table].name));
	}
}

static void read_ours(const char *statement, size_t size, GHashTable *set)
{
	struct text text = {.language = "sql",
			    .dialect = DIALECT_POSTGRESQL,
			    .bytes = statement,
			    .size = size,
			    .name = "statement.sql"};
	struct arena arena;
	struct analysis analysis = {
		.arena = &arena, .deliver = add_ours, .payload = set};

	arena_init(&arena);
	analyze(&analysis, &text);
	arena_release(&arena);
	text_release(&text);
}

/* --- statements ---------------------------------------------------------- */

struct counts {
	unsigned statements, unparsed, compared, differ;
};

static void compare(const char *path, unsigned line, const char *statement,
		    size_t size, struct counts *counts)
{
	GHashTable *ours =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTable *theirs =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	counts->statements++;
	if (read_theirs(statement, theirs, &counts->unparsed)) {
		char *a, *b;

		read_ours(statement, size, ours);
		a = set_text(ours);
		b = set_text(theirs);
		counts->compared++;
		if (strcmp(a, b) != 0) {
			counts->differ++;
			printf("%s:%u\n%s\n  ours:   %s\n  theirs: %s\n\n",
			       path, line, statement, a, b);
		}
		g_free(a);
		g_free(b);
	}
	g_hash_table_destroy(ours);
	g_hash_table_destroy(theirs);
}

static unsigned count_lines(const char *bytes, uint32_t from, uint32_t to)
{
	unsigned n = 0;

	for (uint32_t i = from; i < to; i++)
		n += bytes[i] == '\n';
	return n;
}

/* Cuts the script at each ";" outside of parentheses; lines of psql's own
 * are left out, and so are the data of COPY. */
static void read_script(const char *path, const char *bytes, size_t size,
			struct counts *counts)
{
	struct lexer lexer = {.bytes = bytes,
			      .size = (uint32_t)size,
			      .rules = dialect_rules(DIALECT_POSTGRESQL)};
	uint32_t begin = 0, counted = 0, depth = 0;
	unsigned line = 1;
	bool first = true, copy = false, stdin_data = false;
	struct token token;

	keyword_init();
	do {
		lexer_next(&lexer, &token);
		if (token.kind == TOKEN_BACKSLASH) {
			lexer.offset = token.offset;
			lexer_skip_line(&lexer);
			first = true;
			depth = 0;
			continue;
		}
		if (first) {
			begin = token.offset;
			copy = token.keyword == KW_COPY;
			stdin_data = false;
			depth = 0;
			first = false;
		}
		depth += token.kind == TOKEN_OPEN;
		depth -= depth && token.kind == TOKEN_CLOSE;
		stdin_data |= token.keyword == KW_STDIN;
		if (token.kind == TOKEN_SEMICOLON && !depth) {
			char *statement =
				g_strndup(bytes + begin, token.offset - begin);

			line += count_lines(bytes, counted, begin);
			counted = begin;
			compare(path, line, statement, token.offset - begin,
				counts);
			g_free(statement);
			first = true;
			if (copy && stdin_data)
				lexer_skip_copy_data(&lexer, UINT32_MAX);
		}
	} while (token.kind != TOKEN_END);
}

int main(int argc, char **argv)
{
	struct counts counts = {0};

	for (int i = 1; i < argc; i++) {
		char *bytes, *name = g_path_get_basename(argv[i]);
		gsize size;

		if (g_file_get_contents(argv[i], &bytes, &size, NULL)) {
			read_script(name, bytes, size, &counts);
			g_free(bytes);
		}
		g_free(name);
	}
	printf("%u statements, %u not parsed by libpg_query, %u compared, "
	       "%u differ (%.2f %% the same)\n",
	       counts.statements, counts.unparsed, counts.compared,
	       counts.differ,
	       counts.compared ? 100.0 * (counts.compared - counts.differ) /
					 counts.compared
			       : 100.0);
	return counts.differ != 0;
}
