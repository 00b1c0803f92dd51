/*
 * The oracle of access: PostgreSQL's own parser.
 *
 * Reads SQL scripts, cuts them into statements, and compares for each that
 * libpg_query parses the tables read and written: what its tree says, by a
 * walk that knows nothing of our reader, and what our reader and resolver
 * say without a catalog. The conventions of access are those of docs/sql.md.
 *
 *	access [--list] FILE...
 *
 * Prints the disagreements (all with --list, else 20) and a summary line
 * "N statements, M not parsed by libpg_query, K disagree"; exit status 1 when
 * some disagree. Bodies of routines are strings to libpg_query and are left
 * out on both sides.
 */
#include <cjson/cJSON.h>
#include <pg_query.h>
#include <stdio.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "graph/catalog/name.h"
#include "graph/resolve/resolve.h"
#include "tests/oracle/sets.h"

/* --- the tree of libpg_query --- */

/* Names of CTEs that are seen, innermost first. */
struct cte_scope {
	const char *name;
	const struct cte_scope *outer;
};

/* Tables as "schema.name", sets. */
struct access_sets {
	GHashTable *reads, *writes;
};

static void walk(const cJSON *node, const struct cte_scope *scope,
		 struct access_sets *sets);

static const char *text_of(const cJSON *object, const char *key)
{
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, key);

	return value && cJSON_IsString(value) ? value->valuestring : NULL;
}

static bool true_of(const cJSON *object, const char *key)
{
	return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, key));
}

static void add_table(const cJSON *range, GHashTable *set)
{
	const char *catalog = text_of(range, "catalogname");
	const char *schema = text_of(range, "schemaname");
	const char *name = text_of(range, "relname");

	if (name)
		g_hash_table_add(set, g_strdup_printf("%s%s%s%s%s",
						      catalog ? catalog : "",
						      catalog ? "." : "",
						      schema ? schema : "",
						      schema ? "." : "", name));
}

static bool is_cte(const cJSON *range, const struct cte_scope *scope)
{
	const char *name = text_of(range, "relname");

	if (text_of(range, "schemaname") || !name)
		return false;
	for (; scope; scope = scope->outer)
		if (strcmp(scope->name, name) == 0)
			return true;
	return false;
}

static void walk_children(const cJSON *node, const struct cte_scope *scope,
			  struct access_sets *sets, const char *const *but)
{
	const cJSON *child;

	cJSON_ArrayForEach(child, node)
	{
		bool skip = false;

		for (const char *const *name = but; name && *name; name++)
			skip = skip || (child->string &&
					strcmp(child->string, *name) == 0);
		if (!skip)
			walk(child, scope, sets);
	}
}

/* Calls `body` with the CTEs of the statement's WITH in scope. */
static void with_ctes(const cJSON *statement, const cJSON *ctes, bool recursive,
		      const struct cte_scope *scope, struct access_sets *sets,
		      void (*body)(const cJSON *statement,
				   const struct cte_scope *scope,
				   struct access_sets *sets))
{
	const cJSON *first = ctes, *cte;
	uint32_t n = 0, i = 0;
	struct cte_scope *names;
	const struct cte_scope *outer = scope;

	for (const cJSON *c = first; c; c = c->next)
		n++;
	names = g_new0(struct cte_scope, n + 1);
	for (cte = first; cte; cte = cte->next, i++) {
		const cJSON *expression = cJSON_GetObjectItemCaseSensitive(
			cte, "CommonTableExpr");

		names[i].name = text_of(expression, "ctename");
		names[i].outer = i ? &names[i - 1] : outer;
	}
	i = 0;
	for (cte = first; cte; cte = cte->next, i++) {
		const cJSON *expression = cJSON_GetObjectItemCaseSensitive(
			cte, "CommonTableExpr");

		walk(cJSON_GetObjectItemCaseSensitive(expression, "ctequery"),
		     recursive ? &names[n - 1]
		     : i       ? &names[i - 1]
			       : outer,
		     sets);
	}
	body(statement, n ? &names[n - 1] : outer, sets);
	g_free(names);
}

static void with_statement(const cJSON *statement,
			   const struct cte_scope *scope,
			   struct access_sets *sets,
			   void (*body)(const cJSON *statement,
					const struct cte_scope *scope,
					struct access_sets *sets))
{
	const cJSON *with =
		cJSON_GetObjectItemCaseSensitive(statement, "withClause");
	const cJSON *ctes = cJSON_GetObjectItemCaseSensitive(with, "ctes");

	with_ctes(statement, ctes ? ctes->child : NULL,
		  true_of(with, "recursive"), scope, sets, body);
}

static void into_clause(const cJSON *into, struct access_sets *sets)
{
	const cJSON *range = cJSON_GetObjectItemCaseSensitive(into, "rel");

	if (range)
		add_table(range, sets->writes);
}

static void select_body(const cJSON *statement, const struct cte_scope *scope,
			struct access_sets *sets)
{
	static const char *const but[] = {"withClause", "intoClause",	 "larg",
					  "rarg",	"lockingClause", NULL};
	const cJSON *larg = cJSON_GetObjectItemCaseSensitive(statement, "larg");
	const cJSON *rarg = cJSON_GetObjectItemCaseSensitive(statement, "rarg");

	into_clause(cJSON_GetObjectItemCaseSensitive(statement, "intoClause"),
		    sets);
	if (larg)
		with_statement(larg, scope, sets, select_body);
	if (rarg)
		with_statement(rarg, scope, sets, select_body);
	walk_children(statement, scope, sets, but);
}

/* INSERT, UPDATE, DELETE, MERGE: `relation` is the target. */
static void modify_body(const cJSON *statement, const struct cte_scope *scope,
			struct access_sets *sets)
{
	static const char *const but[] = {"withClause", "relation", NULL};

	add_table(cJSON_GetObjectItemCaseSensitive(statement, "relation"),
		  sets->writes);
	walk_children(statement, scope, sets, but);
}

static void each_table(const cJSON *list, GHashTable *set)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, list) add_table(
		cJSON_GetObjectItemCaseSensitive(item, "RangeVar"), set);
}

static const cJSON *item_of(const cJSON *object, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(object, key);
}

static void copy_statement(const cJSON *statement,
			   const struct cte_scope *scope,
			   struct access_sets *sets)
{
	const cJSON *range = item_of(statement, "relation");

	if (range)
		add_table(range, true_of(statement, "is_from") ? sets->writes
							       : sets->reads);
	walk(item_of(statement, "query"), scope, sets);
	walk(item_of(statement, "whereClause"), scope, sets);
}

/* One statement or expression by the name of its node. */
static bool walk_node(const char *kind, const cJSON *node,
		      const struct cte_scope *scope, struct access_sets *sets)
{
	static const char *const queries[] = {
		"ExplainStmt",	      "PrepareStmt",	 "DeclareCursorStmt",
		"CallStmt",	      "ViewStmt",	 "RuleStmt",
		"CreatePolicyStmt",   "AlterPolicyStmt", "CreateSchemaStmt",
		"CreateFunctionStmt", "ReturnStmt",	 NULL};

	if (strcmp(kind, "RangeVar") == 0) {
		if (!is_cte(node, scope))
			add_table(node, sets->reads);
	} else if (strcmp(kind, "SelectStmt") == 0) {
		with_statement(node, scope, sets, select_body);
	} else if (strcmp(kind, "InsertStmt") == 0 ||
		   strcmp(kind, "UpdateStmt") == 0 ||
		   strcmp(kind, "DeleteStmt") == 0 ||
		   strcmp(kind, "MergeStmt") == 0) {
		with_statement(node, scope, sets, modify_body);
	} else if (strcmp(kind, "CopyStmt") == 0) {
		copy_statement(node, scope, sets);
	} else if (strcmp(kind, "TruncateStmt") == 0) {
		each_table(item_of(node, "relations"), sets->writes);
	} else if (strcmp(kind, "LockStmt") == 0) {
		each_table(item_of(node, "relations"), sets->reads);
	} else if (strcmp(kind, "RefreshMatViewStmt") == 0) {
		add_table(item_of(node, "relation"), sets->writes);
	} else if (strcmp(kind, "CreateTableAsStmt") == 0) {
		const char *made = text_of(node, "objtype");

		/* A materialized view is defined; REFRESH writes it. */
		if (!made || strcmp(made, "OBJECT_MATVIEW") != 0)
			into_clause(item_of(node, "into"), sets);
		walk(item_of(node, "query"), scope, sets);
	} else {
		static const char *const but[] = {"view", "relation", "table",
						  "lockingClause", NULL};
		size_t length = strlen(kind);

		for (const char *const *name = queries; *name; name++) {
			if (strcmp(kind, *name) == 0) {
				walk_children(node, scope, sets, but);
				return true;
			}
		}
		/* Other statements access nothing. */
		return length > 4 && strcmp(kind + length - 4, "Stmt") == 0;
	}
	return true;
}

static void walk(const cJSON *node, const struct cte_scope *scope,
		 struct access_sets *sets)
{
	if (!node)
		return;
	/* A node of any type is an object of one member named by it. */
	if (cJSON_IsObject(node) && node->child && !node->child->next &&
	    g_ascii_isupper(node->child->string[0]) &&
	    cJSON_IsObject(node->child) &&
	    walk_node(node->child->string, node->child, scope, sets))
		return;
	walk_children(node, scope, sets, NULL);
}

/* --- ours --- */

static void take_fact(struct analysis *analysis, struct fact *fact)
{
	struct access_sets *sets = analysis->payload;
	const struct fact_statement *statement = &fact->as.statement;
	struct resolution resolution;

	if (fact->kind != FACT_STATEMENT)
		return;
	resolve_statement(statement, fact->schema, NULL, NULL, analysis->arena,
			  &resolution);
	for (uint32_t i = 0; i < resolution.n_accesses; i++) {
		const struct access *access = &resolution.accesses[i];
		const struct sql_name *name =
			resolution.tables[access->table].name;

		g_hash_table_add(access->kind == EDGE_READS ? sets->reads
							    : sets->writes,
				 g_strdup(name_join(analysis->arena,
						    DIALECT_POSTGRESQL, name)));
	}
}

static void read_ours(const char *sql, struct access_sets *sets)
{
	struct arena arena;
	struct analysis analysis = {
		.arena = &arena, .deliver = take_fact, .payload = sets};
	struct text text = {.language = "sql",
			    .dialect = DIALECT_POSTGRESQL,
			    .bytes = sql,
			    .size = strlen(sql)};

	arena_init(&arena);
	analyze(&analysis, &text);
	text_release(&text);
	arena_release(&arena);
}

/* --- comparison --- */

struct counts {
	unsigned statements, unparsed, disagree;
	bool list;
};

static bool same_sets(GHashTable *a, GHashTable *b)
{
	GHashTableIter iter;
	gpointer key;

	if (g_hash_table_size(a) != g_hash_table_size(b))
		return false;
	g_hash_table_iter_init(&iter, a);
	while (g_hash_table_iter_next(&iter, &key, NULL))
		if (!g_hash_table_contains(b, key))
			return false;
	return true;
}

static void sets_init(struct access_sets *sets)
{
	sets->reads =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	sets->writes =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void sets_release(struct access_sets *sets)
{
	g_hash_table_destroy(sets->reads);
	g_hash_table_destroy(sets->writes);
}

static void report(const char *file, unsigned line, const char *sql,
		   const struct access_sets *theirs,
		   const struct access_sets *ours)
{
	printf("--- %s:%u\n%s\n", file, line, sql);
	print_set("  libpg_query reads ", theirs->reads);
	print_set("  unmoor      reads ", ours->reads);
	print_set("  libpg_query writes", theirs->writes);
	print_set("  unmoor      writes", ours->writes);
}

/* Bodies that are strings are read by us alone. */
static bool has_string_body(const cJSON *tree)
{
	const cJSON *statements = item_of(tree, "stmts"), *item;

	cJSON_ArrayForEach(item, statements)
	{
		const cJSON *statement = item_of(item, "stmt");
		const cJSON *function =
			item_of(statement, "CreateFunctionStmt");

		if (item_of(statement, "DoStmt") ||
		    (function && !item_of(function, "sql_body")))
			return true;
	}
	return false;
}

static void compare(struct counts *counts, const char *file, unsigned line,
		    const char *sql)
{
	PgQueryParseResult parsed = pg_query_parse(sql);
	struct access_sets theirs, ours;
	cJSON *tree = parsed.error ? NULL : cJSON_Parse(parsed.parse_tree);

	pg_query_free_parse_result(parsed);
	counts->statements++;
	if (!tree) {
		counts->unparsed++;
		return;
	}
	if (!has_string_body(tree)) {
		sets_init(&theirs);
		sets_init(&ours);
		walk(item_of(tree, "stmts"), NULL, &theirs);
		read_ours(sql, &ours);
		if (!same_sets(theirs.reads, ours.reads) ||
		    !same_sets(theirs.writes, ours.writes)) {
			if (counts->disagree++ < 20 || counts->list)
				report(file, line, sql, &theirs, &ours);
		}
		sets_release(&theirs);
		sets_release(&ours);
	}
	cJSON_Delete(tree);
}

/* --- cutting scripts into statements --- */

struct cutter {
	const char *at;
	unsigned line;
	GString *statement; /* what was seen of it */
	unsigned first;	    /* its line */
	unsigned depth;	    /* of parentheses */
	unsigned blocks;    /* of BEGIN ATOMIC and CASE */
};

static void keep(struct cutter *cutter, size_t n)
{
	for (; n && *cutter->at; n--) {
		if (cutter->statement->len == 0)
			cutter->first = cutter->line;
		cutter->line += *cutter->at == '\n';
		g_string_append_c(cutter->statement, *cutter->at++);
	}
}

static void keep_quoted(struct cutter *cutter, char quote, bool escapes)
{
	keep(cutter, 1);
	while (*cutter->at) {
		if (escapes && *cutter->at == '\\') {
			keep(cutter, 2);
		} else if (*cutter->at == quote) {
			keep(cutter, 1);
			return;
		} else {
			keep(cutter, 1);
		}
	}
}

static bool keep_dollar(struct cutter *cutter)
{
	const char *end = cutter->at + 1;
	const char *close;
	char *tag;

	while (g_ascii_isalnum(*end) || *end == '_')
		end++;
	if (*end != '$' || g_ascii_isdigit(cutter->at[1]))
		return false;
	tag = g_strndup(cutter->at, (gsize)(end + 1 - cutter->at));
	close = strstr(end + 1, tag);
	keep(cutter, close ? (size_t)(close - cutter->at) + strlen(tag)
			   : strlen(cutter->at));
	g_free(tag);
	return true;
}

static void keep_comment(struct cutter *cutter)
{
	unsigned depth = 0;

	do {
		if (strncmp(cutter->at, "/*", 2) == 0) {
			depth++;
			keep(cutter, 2);
		} else if (strncmp(cutter->at, "*/", 2) == 0) {
			depth--;
			keep(cutter, 2);
		} else {
			keep(cutter, 1);
		}
	} while (depth && *cutter->at);
}

static void drop_line(struct cutter *cutter)
{
	while (*cutter->at && *cutter->at != '\n')
		cutter->at++;
}

static void keep_word(struct cutter *cutter)
{
	size_t n = 0;

	while (g_ascii_isalnum(cutter->at[n]) || cutter->at[n] == '_' ||
	       (cutter->at[n] & 0x80))
		n++;
	if (n == 6 && g_ascii_strncasecmp(cutter->at, "atomic", 6) == 0)
		cutter->blocks++;
	if (n == 4 && cutter->blocks &&
	    g_ascii_strncasecmp(cutter->at, "case", 4) == 0)
		cutter->blocks++;
	if (n == 3 && cutter->blocks &&
	    g_ascii_strncasecmp(cutter->at, "end", 3) == 0)
		cutter->blocks--;
	keep(cutter, n);
}

/* Keeps one token; false at the end of a statement, which is passed over. */
static bool cut_token(struct cutter *cutter)
{
	const char *at = cutter->at;

	if (at[0] == '-' && at[1] == '-') {
		drop_line(cutter);
	} else if (at[0] == '/' && at[1] == '*') {
		keep_comment(cutter);
	} else if ((at[0] == 'e' || at[0] == 'E') && at[1] == '\'') {
		keep(cutter, 1);
		keep_quoted(cutter, '\'', true);
	} else if (at[0] == '\'' || at[0] == '"') {
		keep_quoted(cutter, at[0], false);
	} else if (at[0] == '$' && keep_dollar(cutter)) {
		/* all is done */
	} else if (at[0] == '\\') {
		/* A command of psql: \g and its kin send the statement. */
		bool sends = at[1] == 'g' || at[1] == ';' || at[1] == 'c';

		if (at[1] == ';')
			cutter->at += 2;
		else
			drop_line(cutter);
		return !sends;
	} else if (g_ascii_isalpha(at[0]) || at[0] == '_' || (at[0] & 0x80)) {
		keep_word(cutter);
	} else if (at[0] == ';' && !cutter->depth && !cutter->blocks) {
		cutter->at++;
		return false;
	} else {
		if (at[0] == '(')
			cutter->depth++;
		if (at[0] == ')' && cutter->depth)
			cutter->depth--;
		if (!g_ascii_isspace(at[0]) || cutter->statement->len)
			keep(cutter, 1);
		else
			cutter->line += *cutter->at++ == '\n';
	}
	return true;
}

/* COPY ... FROM STDIN: the data that follows, up to "\.". */
static void drop_data(struct cutter *cutter)
{
	char *upper = g_ascii_strup(cutter->statement->str, -1);
	bool data = g_str_has_prefix(upper, "COPY") &&
		    g_regex_match_simple("FROM\\s+STDIN", upper, 0, 0);

	g_free(upper);
	if (!data)
		return;
	drop_line(cutter);
	while (*cutter->at) {
		cutter->at++;
		cutter->line++;
		if (strncmp(cutter->at, "\\.", 2) == 0) {
			drop_line(cutter);
			return;
		}
		drop_line(cutter);
	}
}

static void compare_file(struct counts *counts, const char *path, char *bytes)
{
	struct cutter cutter = {bytes, 1, g_string_new(NULL), 1, 0, 0};
	char *name = g_path_get_basename(path);

	while (*cutter.at) {
		if (cut_token(&cutter) && *cutter.at)
			continue;
		if (cutter.statement->len) {
			compare(counts, name, cutter.first,
				cutter.statement->str);
			drop_data(&cutter);
		}
		g_string_truncate(cutter.statement, 0);
		cutter.depth = cutter.blocks = 0;
	}
	g_free(name);
	g_string_free(cutter.statement, TRUE);
}

int main(int argc, char **argv)
{
	struct counts counts = {0, 0, 0, false};

	for (int i = 1; i < argc; i++) {
		char *bytes;
		GError *error = NULL;

		if (strcmp(argv[i], "--list") == 0) {
			counts.list = true;
		} else if (g_file_get_contents(argv[i], &bytes, NULL, &error)) {
			compare_file(&counts, argv[i], bytes);
			g_free(bytes);
		} else {
			fprintf(stderr, "access: %s\n", error->message);
			g_error_free(error);
			return 2;
		}
	}
	printf("%u statements, %u not parsed by libpg_query, %u disagree\n",
	       counts.statements, counts.unparsed, counts.disagree);
	return counts.disagree > 0;
}
