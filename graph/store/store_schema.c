/*
 * The tables of a map. docs/map.md explains them to those who query a map
 * with SQL; a change here is a change there and raises STORE_FORMAT.
 *
 * The text of a table's definition in the file must be ours to the byte: so a
 * file from elsewhere cannot bring a default, check or generated column that
 * would run as part of our statements.
 */

#include <string.h>

#include "graph/store/store_private.h"

struct part_of_schema {
	const char *name, *sql;
};

static const struct part_of_schema kept_tables[] = {
	{"meta", "CREATE TABLE meta(\n"
		 "  name TEXT PRIMARY KEY,\n"
		 "  value TEXT NOT NULL\n"
		 ") WITHOUT ROWID"},
	{"sources", "CREATE TABLE sources(\n"
		    "  id TEXT PRIMARY KEY,\n"
		    "  kind TEXT NOT NULL,\n"
		    "  location TEXT NOT NULL,\n"
		    "  revision TEXT,\n"
		    "  stale INTEGER NOT NULL,\n"
		    "  dialect TEXT NOT NULL,\n"
		    "  given TEXT,\n"
		    "  tree TEXT,\n"
		    "  settings TEXT\n"
		    ") WITHOUT ROWID"},
	{"texts", "CREATE TABLE texts(\n"
		  "  source TEXT NOT NULL,\n"
		  "  path TEXT NOT NULL,\n"
		  "  language TEXT,\n"
		  "  content TEXT,\n"
		  "  facts BLOB,\n"
		  "  aside INTEGER NOT NULL,\n"
		  "  reason TEXT NOT NULL,\n"
		  "  detail TEXT,\n"
		  "  closure TEXT,\n"
		  "  PRIMARY KEY(source, path)\n"
		  ") WITHOUT ROWID"},
	{"facts", "CREATE TABLE facts(\n"
		  "  key BLOB NOT NULL UNIQUE,\n"
		  "  bytes BLOB NOT NULL\n"
		  ")"},
};

static const struct part_of_schema graph_tables[] = {
	{"nodes", "CREATE TABLE nodes(\n"
		  "  node INTEGER PRIMARY KEY,\n"
		  "  id TEXT NOT NULL UNIQUE,\n"
		  "  kind TEXT NOT NULL,\n"
		  "  name TEXT NOT NULL,\n"
		  "  parts TEXT NOT NULL,\n"
		  "  source TEXT,\n"
		  "  bound INTEGER NOT NULL,\n"
		  "  owners TEXT NOT NULL,\n"
		  "  attributes TEXT NOT NULL\n"
		  ")"},
	{"edges", "CREATE TABLE edges(\n"
		  "  edge INTEGER PRIMARY KEY,\n"
		  "  from_node INTEGER NOT NULL REFERENCES nodes(node),\n"
		  "  to_node INTEGER NOT NULL REFERENCES nodes(node),\n"
		  "  kind TEXT NOT NULL,\n"
		  "  operations TEXT NOT NULL,\n"
		  "  confidence TEXT NOT NULL,\n"
		  "  how TEXT,\n"
		  "  pairs TEXT NOT NULL\n"
		  ")"},
	{"places", "CREATE TABLE places(\n"
		   "  place INTEGER PRIMARY KEY,\n"
		   "  source TEXT NOT NULL,\n"
		   "  path TEXT\n"
		   ")"},
	{"column_sets", "CREATE TABLE column_sets(\n"
			"  column_set INTEGER PRIMARY KEY,\n"
			"  columns TEXT NOT NULL\n"
			")"},
	{"manners", "CREATE TABLE manners(\n"
		    "  manner INTEGER PRIMARY KEY,\n"
		    "  via TEXT NOT NULL,\n"
		    "  scope TEXT NOT NULL,\n"
		    "  confidence TEXT NOT NULL,\n"
		    "  operations TEXT NOT NULL\n"
		    ")"},
	{"evidence", "CREATE TABLE evidence(\n"
		     "  edge INTEGER NOT NULL REFERENCES edges(edge),\n"
		     "  number INTEGER NOT NULL,\n"
		     "  place INTEGER NOT NULL REFERENCES places(place),\n"
		     "  object INTEGER REFERENCES nodes(node),\n"
		     "  line INTEGER NOT NULL,\n"
		     "  end_line INTEGER NOT NULL,\n"
		     "  statement_line INTEGER NOT NULL,\n"
		     "  statement_end INTEGER NOT NULL,\n"
		     "  manner INTEGER NOT NULL REFERENCES manners(manner),\n"
		     "  column_set INTEGER REFERENCES "
		     "column_sets(column_set),\n"
		     "  statement INTEGER,\n"
		     "  PRIMARY KEY(edge, number)\n"
		     ") WITHOUT ROWID"},
	{"blind_spots", "CREATE TABLE blind_spots(\n"
			"  blind_spot INTEGER PRIMARY KEY,\n"
			"  source TEXT NOT NULL,\n"
			"  path TEXT,\n"
			"  line INTEGER NOT NULL,\n"
			"  reason TEXT NOT NULL,\n"
			"  pattern TEXT,\n"
			"  candidates TEXT NOT NULL,\n"
			"  count INTEGER NOT NULL,\n"
			"  detail TEXT\n"
			")"},
};

static const char *const indexes[] = {
	"CREATE INDEX edges_to ON edges(to_node)",
	"CREATE INDEX edges_from ON edges(from_node)",
};

static const char *const views[] = {
	"CREATE VIEW v_edges AS\n"
	"SELECT e.edge, f.id AS from_id, e.kind, t.id AS to_id,\n"
	"  f.kind AS from_kind, f.name AS from_name, f.source AS from_source,\n"
	"  t.kind AS to_kind, t.name AS to_name, t.source AS to_source,\n"
	"  e.operations, e.confidence, e.how, e.pairs\n"
	"FROM edges e JOIN nodes f ON f.node = e.from_node\n"
	"  JOIN nodes t ON t.node = e.to_node",

	"CREATE VIEW v_evidence AS\n"
	"SELECT v.edge, v.number, f.id AS from_id, e.kind, t.id AS to_id,\n"
	"  p.source, p.path, o.id AS object_id, v.line, v.end_line,\n"
	"  v.statement_line, v.statement_end, m.via, m.scope,\n"
	"  m.confidence, m.operations, s.columns,\n"
	"  format('%016x', v.statement) AS statement\n"
	"FROM evidence v JOIN edges e ON e.edge = v.edge\n"
	"  JOIN nodes f ON f.node = e.from_node\n"
	"  JOIN nodes t ON t.node = e.to_node\n"
	"  JOIN places p ON p.place = v.place\n"
	"  JOIN manners m ON m.manner = v.manner\n"
	"  LEFT JOIN column_sets s ON s.column_set = v.column_set\n"
	"  LEFT JOIN nodes o ON o.node = v.object",

	"CREATE VIEW v_columns AS\n"
	"SELECT v.edge, v.number, f.id AS from_id, e.kind, t.id AS to_id,\n"
	"  c.key AS column_name, c.value AS roles, m.confidence\n"
	"FROM evidence v JOIN edges e ON e.edge = v.edge\n"
	"  JOIN nodes f ON f.node = e.from_node\n"
	"  JOIN nodes t ON t.node = e.to_node\n"
	"  JOIN manners m ON m.manner = v.manner\n"
	"  JOIN column_sets s ON s.column_set = v.column_set,\n"
	"  json_each(s.columns) c",

	"CREATE VIEW v_owners AS\n"
	"SELECT n.id, n.kind, n.name, n.source, o.value AS owner\n"
	"FROM nodes n, json_each(n.owners) o",
};

static bool make(struct store *store, const struct part_of_schema *tables,
		 size_t n, GError **error)
{
	for (size_t i = 0; i < n; i++)
		if (!store_exec(store, tables[i].sql, error))
			return false;
	return true;
}

static bool exec_all(struct store *store, const char *const *sql, size_t n,
		     GError **error)
{
	for (size_t i = 0; i < n; i++)
		if (!store_exec(store, sql[i], error))
			return false;
	return true;
}

bool store_index_graph_tables(struct store *store, GError **error)
{
	return exec_all(store, indexes, G_N_ELEMENTS(indexes), error);
}

bool store_renew_graph_tables(struct store *store, GError **error)
{
	/* The last one first: each refers to those before it. */
	for (size_t i = G_N_ELEMENTS(graph_tables); i-- > 0;) {
		char *sql =
			g_strdup_printf("DROP TABLE %s", graph_tables[i].name);
		bool dropped = store_exec(store, sql, error);

		g_free(sql);
		if (!dropped)
			return false;
	}
	return make(store, graph_tables, G_N_ELEMENTS(graph_tables), error);
}

bool store_make_schema(struct store *store, GError **error)
{
	char *format = g_strdup_printf("PRAGMA application_id = %d;"
				       "PRAGMA user_version = %d",
				       STORE_APPLICATION_ID, STORE_FORMAT);
	bool made =
		store_exec(store, "BEGIN IMMEDIATE", error) &&
		store_exec(store, format, error) &&
		make(store, kept_tables, G_N_ELEMENTS(kept_tables), error) &&
		make(store, graph_tables, G_N_ELEMENTS(graph_tables), error) &&
		store_index_graph_tables(store, error) &&
		exec_all(store, views, G_N_ELEMENTS(views), error) &&
		store_exec(store, "COMMIT", error);

	g_free(format);
	return made;
}

static bool check_tables(struct store *store,
			 const struct part_of_schema *tables, size_t n,
			 GHashTable *found, GError **error)
{
	for (size_t i = 0; i < n; i++)
		if (g_strcmp0(g_hash_table_lookup(found, tables[i].name),
			      tables[i].sql) != 0)
			return store_damaged(store, error,
					     "its table %s is not that of a "
					     "map",
					     tables[i].name);
	return true;
}

bool store_check_schema(struct store *store, GError **error)
{
	sqlite3_stmt *statement =
		store_prepare(store,
			      "SELECT name, sql FROM sqlite_schema "
			      "WHERE type = 'table' AND sql IS NOT NULL",
			      error);
	GHashTable *found;
	bool fits;

	if (!statement)
		return false;
	found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	while (sqlite3_step(statement) == SQLITE_ROW)
		g_hash_table_replace(found, g_strdup(store_text(statement, 0)),
				     g_strdup(store_text(statement, 1)));
	if (sqlite3_finalize(statement) != SQLITE_OK)
		fits = store_fail(store, error);
	else
		fits = check_tables(store, kept_tables,
				    G_N_ELEMENTS(kept_tables), found, error) &&
		       check_tables(store, graph_tables,
				    G_N_ELEMENTS(graph_tables), found, error);
	g_hash_table_unref(found);
	return fits;
}
