/* Accesses that a change adds. */

#include <string.h>

#include "graph/check/change_private.h"

/* --- exemptions ---------------------------------------------------------- */

/* An id as it is, or a pattern over names. */
static bool fits(const char *pattern, const char *id, const struct node *node)
{
	if (!pattern)
		return true;
	if (id && strcmp(pattern, id) == 0)
		return true;
	return node && policy_fits(pattern, node);
}

bool exemption_fits(const struct exemption *exemption,
		    const struct access_list *list,
		    const struct access_row *row)
{
	const struct node *nodes = list->graph->nodes;

	return exemption->object &&
	       fits(exemption->object, nodes[row->to].id, &nodes[row->to]) &&
	       fits(exemption->accessor, row->accessor, &nodes[row->from]);
}

static const struct node *node_of(const struct graph *graph, const char *id)
{
	uint32_t index = graph && id ? graph_find(graph, id) : GRAPH_ABSENT;

	return index == GRAPH_ABSENT ? NULL : &graph->nodes[index];
}

static bool is_access(enum rule rule)
{
	return rule == RULE_NEW_READER || rule == RULE_NEW_WRITER ||
	       rule == RULE_CLOSED_TABLE;
}

/* Exemptions without a fingerprint are for accesses. */
static bool holds(const struct finder *finder, const struct finding *finding,
		  const struct exemption *exemption)
{
	const struct change *change = finder->change;
	const struct node *who;
	const char *before;

	if (exemption->fingerprint &&
	    strcmp(exemption->fingerprint, finding->fingerprint) == 0)
		return true;
	if (!is_access(finding->rule) || !exemption->object)
		return false;
	if (exemption->operations &&
	    finding->operations & ~exemption->operations)
		return false;
	who = node_of(change->head, finding->accessor.id);
	before = who ? access_id_before(&finder->report->arena, who,
					change->renamed)
		     : NULL;
	return fits(exemption->object, finding->object.id,
		    node_of(change->head, finding->object.id)) &&
	       fits(exemption->accessor, before, who);
}

static const struct exemption *find_holding(const struct finder *finder,
					    const struct finding *finding)
{
	const struct change *change = finder->change;
	const struct exemption *const *own;
	uint32_t n = policy_exemptions(change->policy, &own);

	for (uint32_t i = 0; i < n; i++)
		if (own[i]->until >= change->today &&
		    holds(finder, finding, own[i]))
			return own[i];
	for (uint32_t i = 0; i < change->n_baseline; i++)
		if (change->baseline[i]->until >= change->today &&
		    holds(finder, finding, change->baseline[i]))
			return change->baseline[i];
	return NULL;
}

void finder_add(struct finder *finder, const struct finding *finding)
{
	struct report *report = finder->report;
	const struct exemption *held = find_holding(finder, finding);
	struct finding *added =
		held ? report_add_accepted(report) : report_add(report);

	*added = *finding;
	if (held) {
		added->reason = arena_strdup(&report->arena, held->reason);
		added->until = held->until;
	}
	g_hash_table_add(finder->fingerprints, added->fingerprint);
}

/* --- what is new --------------------------------------------------------- */

void access_fingerprint(char fingerprint[FINGERPRINT_SIZE],
			const struct access_list *list,
			const struct access_row *row, uint32_t operations)
{
	char number[16];
	const char *const parts[] = {"access", kind_name(&EDGE_KIND, row->kind),
				     row->accessor,
				     list->graph->nodes[row->to].id, number};

	g_snprintf(number, sizeof(number), "%u", operations);
	fingerprint_make(fingerprint, parts, G_N_ELEMENTS(parts));
}

/*
 * Accesses of the merge base that head has not: a function that was moved to
 * another file, or was renamed and kept its statement, has one of these. Each
 * is used up by the first that takes it. It is a heuristic: a reader that goes
 * and another one of the same name, or with the same statement, that comes in
 * one change are taken for the same.
 */
struct gone {
	GHashTable *by_name; /* kind, object, local name -> GQueue of rows */
	GHashTable
		*by_statement; /* kind, object, statement -> GQueue of rows */
	GHashTable *used;
};

static void free_queue(gpointer queue)
{
	g_queue_free(queue);
}

static void push(GHashTable *table, char *key, const struct access_row *row)
{
	GQueue *rows = g_hash_table_lookup(table, key);

	if (!rows) {
		rows = g_queue_new();
		g_hash_table_insert(table, key, rows);
	} else {
		g_free(key);
	}
	g_queue_push_tail(rows, (gpointer)row);
}

/* NULL for what has no name but its file's: then its base name is one. */
static char *name_key(const struct access_list *list,
		      const struct access_row *row)
{
	const struct node *from = &list->graph->nodes[row->from];
	const char *local = access_local(from, row->accessor);
	const char *slash = strrchr(row->accessor, '/');

	return g_strdup_printf("%d %d %s\n%s", (int)row->kind, (int)from->kind,
			       list->graph->nodes[row->to].id,
			       *local  ? local
			       : slash ? slash
				       : row->accessor);
}

/* Files apart from what is in them: a constant that nobody uses any more is
 * read by its file, but a function that takes it up is somebody new. */
static char *statement_key(const struct access_list *list,
			   const struct access_row *row, bool file,
			   uint64_t statement)
{
	return g_strdup_printf("%d %d %s\n%" G_GINT64_MODIFIER "x",
			       (int)row->kind, (int)file,
			       list->graph->nodes[row->to].id, statement);
}

static bool is_file(const struct access_list *list,
		    const struct access_row *row)
{
	return list->graph->nodes[row->from].kind == NODE_FILE;
}

static void gone_init(struct gone *gone, const struct finder *finder)
{
	gone->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					      free_queue);
	gone->by_statement = g_hash_table_new_full(g_str_hash, g_str_equal,
						   g_free, free_queue);
	gone->used = g_hash_table_new(NULL, NULL);
	for (uint32_t i = 0; i < finder->base->n; i++) {
		const struct access_row *row = &finder->base->rows[i];

		if (g_hash_table_contains(finder->head->by_key, row->key))
			continue;
		push(gone->by_name, name_key(finder->base, row), row);
		for (uint32_t e = 0; e < row->edge->n_evidence; e++) {
			uint64_t statement = row->edge->evidence[e].statement;

			if (statement)
				push(gone->by_statement,
				     statement_key(finder->base, row,
						   is_file(finder->base, row),
						   statement),
				     row);
		}
	}
}

static void gone_release(struct gone *gone)
{
	g_hash_table_unref(gone->by_name);
	g_hash_table_unref(gone->by_statement);
	g_hash_table_unref(gone->used);
}

static const struct access_row *take(struct gone *gone, GHashTable *table,
				     char *key)
{
	GQueue *rows = g_hash_table_lookup(table, key);
	const struct access_row *row = NULL;

	while (rows && !row && !g_queue_is_empty(rows)) {
		row = g_queue_pop_head(rows);
		if (!g_hash_table_add(gone->used, (gpointer)row))
			row = NULL;
	}
	g_free(key);
	return row;
}

static const struct access_row *take_gone(struct gone *gone,
					  const struct finder *finder,
					  const struct access_row *row)
{
	const struct access_row *found =
		take(gone, gone->by_name, name_key(finder->head, row));

	for (uint32_t e = 0; !found && e < row->edge->n_evidence; e++) {
		uint64_t statement = row->edge->evidence[e].statement;
		bool file = is_file(finder->head, row);

		if (!statement)
			continue;
		found = take(gone, gone->by_statement,
			     statement_key(finder->head, row, file, statement));
		if (!found && file)
			found = take(gone, gone->by_statement,
				     statement_key(finder->head, row, false,
						   statement));
	}
	return found;
}

/* The operations of the edge of those ids that the map holds. */
static uint32_t mapped(const struct graph *map, const char *from,
		       const char *to, enum edge_kind kind)
{
	uint32_t f = graph_find(map, from), t = graph_find(map, to);

	if (f == GRAPH_ABSENT || t == GRAPH_ABSENT)
		return 0;
	for (uint32_t i = 0; i < map->nodes[f].n_out; i++) {
		const struct edge *edge = &map->edges[map->nodes[f].out[i]];

		if (edge->to == t && edge->kind == kind)
			return access_operations(edge, NULL, NULL);
	}
	return 0;
}

bool is_compared(const struct change *change, const char *path)
{
	if (change->left_out && g_hash_table_contains(change->left_out, path))
		return false;
	return !change->only || g_hash_table_contains(change->only, path);
}

static const struct evidence *first_evidence(const struct change *change,
					     const struct edge *edge,
					     uint32_t operations)
{
	const struct evidence *first = NULL;

	for (uint32_t i = 0; i < edge->n_evidence; i++) {
		const struct evidence *evidence = &edge->evidence[i];

		if (!access_counts(evidence, change->source) ||
		    !evidence->path || !is_compared(change, evidence->path))
			continue;
		if (evidence->operations & operations)
			return evidence;
		if (!first)
			first = evidence;
	}
	return first;
}

static enum level level_of(const struct finding *finding, bool migration)
{
	if (finding->state >= STATE_FROZEN)
		return LEVEL_ERROR;
	if (finding->state == STATE_OPEN || migration ||
	    finding->confidence == CONFIDENCE_POSSIBLE)
		return LEVEL_NOTE;
	return LEVEL_WARNING;
}

static const char *sentence(struct report *report,
			    const struct finding *finding, enum edge_kind kind,
			    bool migration)
{
	struct arena *arena = &report->arena;
	const struct party *who = &finding->accessor, *what = &finding->object;
	const char *possibly =
		finding->confidence == CONFIDENCE_POSSIBLE ? "possibly " : "";
	const char *words =
		report_words(report, &OPERATION, finding->operations);

	if (finding->rule == RULE_CLOSED_TABLE)
		return arena_printf(
			arena, "%s %s %s%s %s %s, which is %s (%s)",
			kind_name(&NODE_KIND, who->kind), who->name, possibly,
			kind == EDGE_READS ? "reads" : "writes",
			kind_name(&NODE_KIND, what->kind), what->name,
			kind_name(&TABLE_STATE, finding->state), words);
	return arena_printf(arena, "%s %s is %sa new %s of %s %s (%s%s)",
			    kind_name(&NODE_KIND, who->kind), who->name,
			    possibly, kind == EDGE_READS ? "reader" : "writer",
			    kind_name(&NODE_KIND, what->kind), what->name,
			    words, migration ? ", in a migration" : "");
}

static void add_access(struct finder *finder, const struct access_row *row,
		       uint32_t operations, enum table_state state)
{
	const struct change *change = finder->change;
	const struct graph *head = change->head;
	struct report *report = finder->report;
	const struct evidence *evidence =
		first_evidence(change, row->edge, operations);
	struct finding finding;

	if (!evidence)
		return;
	finding = (struct finding){
		.rule = row->kind == EDGE_READS ? RULE_NEW_READER
						: RULE_NEW_WRITER,
		.path = arena_strdup(&report->arena, evidence->path),
		.line = evidence->line,
		.end_line = evidence->end_line,
		.accessor = report_party(report, &head->nodes[row->from]),
		.object = report_party(report, &head->nodes[row->to]),
		.operations = operations,
		.confidence = evidence->confidence,
		.state = state,
	};

	if (state >= STATE_FROZEN)
		finding.rule = RULE_CLOSED_TABLE;
	finding.level = level_of(&finding, row->migration);
	finding.message = sentence(report, &finding, row->kind, row->migration);
	access_fingerprint(finding.fingerprint, finder->head, row, operations);
	finder_add(finder, &finding);
}

void find_accesses(struct finder *finder)
{
	const struct change *change = finder->change;
	struct gone gone;

	gone_init(&gone, finder);
	for (uint32_t i = 0; i < finder->head->n; i++) {
		const struct access_row *row = &finder->head->rows[i], *old;
		const struct node *to = &change->head->nodes[row->to];
		uint32_t fresh = row->operations;
		enum table_state state;

		old = g_hash_table_lookup(finder->base->by_key, row->key);
		if (!old)
			old = take_gone(&gone, finder, row);
		if (old)
			fresh &= ~old->operations;
		if (!fresh)
			continue;
		/* What the policy closes is closed, mapped or not. */
		state = policy_state(change->policy, to, NULL);
		if (change->map && state < STATE_FROZEN) {
			fresh &= ~mapped(change->map, row->accessor, to->id,
					 row->kind);
			fresh &= ~mapped(change->map,
					 change->head->nodes[row->from].id,
					 to->id, row->kind);
		}
		if (fresh)
			add_access(finder, row, fresh, state);
	}
	gone_release(&gone);
}

/* --- the whole ----------------------------------------------------------- */

void change_find(const struct change *change, struct report *report)
{
	struct finder finder = {.change = change, .report = report};

	finder.fingerprints = g_hash_table_new(g_str_hash, g_str_equal);
	finder.base = access_list_new(change->base, change->source, NULL);
	finder.head =
		access_list_new(change->head, change->source, change->renamed);
	find_accesses(&finder);
	find_breaks(&finder);
	find_blind_spots(&finder);
	find_exemptions(&finder);
	access_list_free(finder.base);
	access_list_free(finder.head);
	g_hash_table_unref(finder.fingerprints);
}
