/*
 * A map of a million edges: how long it takes to build, store, load, write and
 * plan it, and how much memory it needs.
 *
 *	map [EDGES] [FILE]     1,000,000 edges into a new FILE
 *
 * The estate is made up but has the shape of a real one: 20 tables a schema,
 * ten functions a file, each with a few statements on tables that are near
 * each other, columns with their roles; evidence at about one and a half
 * places an edge. Prints "name: value".
 */

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "graph/plan/plan.h"
#include "graph/query/impact.h"
#include "graph/store/store.h"
#include "output/writer.h"

#define EDGES_A_FUNCTION 6
#define COLUMNS 12

/* The same numbers on every machine and run. */
static uint32_t random_below(uint32_t n)
{
	static uint64_t state = 42;

	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(state >> 33) % n;
}

static const char *const column_names[COLUMNS] = {
	"id",	 "created", "updated",	"name",	  "state", "total",
	"price", "amount",  "customer", "remark", "rate",  "valid_to"};

static void add_edge(struct graph *graph, uint32_t function, const char *path,
		     uint32_t table)
{
	bool write = random_below(4) == 0;
	uint32_t n_columns = 1 + random_below(4), first = random_below(8);
	struct used_column columns[5];
	struct evidence evidence = {.source = "api",
				    .path = path,
				    .object = GRAPH_ABSENT,
				    .via = VIA_SQL,
				    .scope = SCOPE_MAIN,
				    .confidence = CONFIDENCE_CERTAIN,
				    .operations = write ? OP_UPDATE : OP_SELECT,
				    .columns = columns,
				    .n_columns = n_columns};

	for (uint32_t i = 0; i < n_columns; i++)
		columns[i] = (struct used_column){
			column_names[first + i],
			write ? ROLE_WRITE : ROLE_SELECT | ROLE_WHERE};
	for (uint32_t i = 0; i < 1 + random_below(2); i++) {
		evidence.line = evidence.end_line = 1 + random_below(2000);
		evidence.statement_line = evidence.line - evidence.line % 4;
		evidence.statement_end = evidence.statement_line + 5;
		evidence.statement = (uint64_t)evidence.line << 32 | table;
		graph_add_evidence(graph, function, table,
				   write ? EDGE_WRITES : EDGE_READS, &evidence);
	}
}

static uint32_t add_table(struct graph *graph, uint32_t number)
{
	char schema[32], name[32];
	const char *parts[] = {schema, name};

	snprintf(schema, sizeof(schema), "schema_%u", number / 20);
	snprintf(name, sizeof(name), "table_%u", number);
	return graph_add_node(graph, NODE_TABLE, "shop", parts, 2);
}

static uint32_t add_function(struct graph *graph, uint32_t number, char *path,
			     size_t size)
{
	char name[32];
	const char *local = name;

	snprintf(path, size, "services/part_%u/module_%u.py", number / 1000,
		 number / 10);
	snprintf(name, sizeof(name), "handle_case_%u", number);
	return graph_add_symbol(graph, NODE_FUNCTION, "api", path, &local, 1,
				0);
}

static struct graph *build(uint32_t n_edges)
{
	struct graph *graph = graph_new();
	uint32_t n_functions = n_edges / EDGES_A_FUNCTION;
	uint32_t n_tables = MAX(n_edges / 50, 20);
	const struct graph_source sources[] = {
		{"api", SOURCE_GIT, "api", "1", false},
		{"shop", SOURCE_POSTGRESQL, "shop.sql", "1", false}};

	graph_add_source(graph, &sources[0]);
	graph_add_source(graph, &sources[1]);
	for (uint32_t f = 0; f < n_functions; f++) {
		uint32_t near = random_below(n_tables), function;
		char path[64];

		function = add_function(graph, f, path, sizeof(path));
		for (uint32_t i = 0; i < EDGES_A_FUNCTION; i++)
			add_edge(graph, function, path,
				 add_table(graph, (near + i) % n_tables));
	}
	return graph;
}

/* What a step took: by the clock, and of the processor, which other work on
 * the machine does not disturb. */
struct timer {
	double clock, cpu;
};

static struct timer now(void)
{
	struct timespec cpu;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
	return (struct timer){(double)g_get_monotonic_time() / 1e6,
			      (double)cpu.tv_sec + (double)cpu.tv_nsec / 1e9};
}

static void print_time(const char *what, struct timer start, const char *mark)
{
	struct timer end = now();

	printf("seconds to %s: %.2f, of the processor %.2f%s\n", what,
	       end.clock - start.clock, end.cpu - start.cpu, mark);
}

static double resident(void)
{
	long size = 0, pages = 0;
	FILE *file = fopen("/proc/self/statm", "r");

	if (!file || fscanf(file, "%ld %ld", &size, &pages) != 2)
		pages = 0;
	if (file)
		fclose(file);
	return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

static double peak(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)usage.ru_maxrss * 1024;
}

static void must(GError *error)
{
	if (!error)
		return;
	fprintf(stderr, "%s\n", error->message);
	exit(1);
}

static void save(struct graph *graph, const char *path)
{
	GError *error = NULL;
	struct store *store = store_open(path, STORE_WRITE, &error);

	must(error);
	store_begin(store, &error);
	must(error);
	store_put_graph(store, graph, "1", &error);
	must(error);
	store_commit(store, &error);
	must(error);
	store_close(store);
}

static void load(const char *path)
{
	GError *error = NULL;
	struct store *store = store_open(path, STORE_READ, &error);
	struct graph *graph;

	must(error);
	graph = store_get_graph(store, &error);
	must(error);
	graph_free(graph);
	store_close(store);
}

static void print_json(struct graph *graph)
{
	const struct writer_options options = {0};
	GError *error = NULL;
	FILE *out = fopen("/dev/null", "w");

	writer_find("json")->write(graph, &options, out, &error);
	must(error);
	fclose(out);
}

/* Slices, waves and bridges of the whole map. */
static void make_plan(const struct graph *graph)
{
	const struct plan_settings settings = {.slice_tables =
						       PLAN_SLICE_TABLES,
					       .wave_slices = PLAN_WAVE_SLICES,
					       .downtime = DOWNTIME_UNKNOWN};
	struct timer start = now();
	double before = peak();
	struct plan *plan = plan_new(graph, &settings);

	print_time("plan", start, " (mark: 5)");
	printf("slices: %u in %u waves, bridges: %u\n", plan->n_slices,
	       plan->n_waves, plan->n_bridges);
	printf("bytes an edge that the plan adds to the peak: %.0f\n",
	       (peak() - before) / graph->n_edges);
	plan_free(plan);
}

/* Everything that the table with the most readers reaches. */
static void find_impact(const struct graph *graph)
{
	uint32_t most = 0;
	struct timer start;
	struct impact *impact;

	for (uint32_t i = 0; i < graph->n_nodes; i++)
		if (graph->nodes[i].n_in > graph->nodes[most].n_in)
			most = i;
	start = now();
	impact = impact_new(graph, most, NULL);
	print_time("find an impact", start, "");
	impact_free(impact);
}

int main(int argc, char **argv)
{
	uint32_t wanted = argc > 1 ? (uint32_t)atoi(argv[1]) : 1000000;
	const char *path = argc > 2 ? argv[2] : "bench.db";
	double before = resident(), edges;
	struct timer start = now();
	struct graph *graph = build(wanted);
	struct stat status;

	print_time("build", start, "");
	start = now();
	graph_finish(graph);
	print_time("finish", start, "");
	edges = graph->n_edges;
	printf("edges: %u (%u nodes)\n", graph->n_edges, graph->n_nodes);
	printf("bytes an edge at the most: %.0f (mark: 500)\n",
	       (peak() - before) / edges);
	malloc_trim(0);
	printf("bytes an edge when finished: %.0f\n",
	       (resident() - before) / edges);

	start = now();
	save(graph, path);
	print_time("store", start, " (mark: 6)");
	stat(path, &status);
	printf("bytes an edge in the file: %.0f\n",
	       (double)status.st_size / edges);
	start = now();
	save(graph, path);
	print_time("store again", start, " (mark: 6)");
	start = now();
	print_json(graph);
	print_time("write JSON", start, "");
	make_plan(graph);
	find_impact(graph);
	graph_free(graph);
	start = now();
	load(path);
	print_time("load", start, "");
	return 0;
}
