#include "graph/link/linker.h"

#include <string.h>

/* "public.f(integer): " in front of the detail, since evidence in a catalog
 * has no path. */
static char *object_detail(struct linker *linker, struct unit *unit,
			   const struct fact *fact, const char *detail)
{
	uint32_t node;

	if (!fact || !unit_is_catalog(linker, unit) ||
	    !fact->accessor.object.name.n_parts)
		return g_strdup(detail);
	node = accessor_node(linker, unit, &fact->accessor, fact->schema);
	return g_strdup_printf("%s%s%s",
			       graph_building(linker->graph, node)->name,
			       detail ? ": " : "", detail ? detail : "");
}

void ledger_add(struct linker *linker, struct unit *unit,
		const struct fact *fact, enum reason reason, uint32_t line,
		const char *pattern, const char *detail,
		const struct binding *binding)
{
	bool catalog = unit_is_catalog(linker, unit);
	struct evidence evidence = {.line = line};
	g_autofree char *said = object_detail(linker, unit, fact, detail);
	const char *candidates[LINK_MATCHES_MAX];
	struct blind_spot spot = {
		.source = unit_source_id(linker, unit),
		.path = catalog ? NULL : unit->path,
		.reason = reason,
		.pattern = pattern,
		.candidates = candidates,
		.count = 1,
		.detail = said,
	};

	if (fact && catalog)
		evidence = evidence_of(linker, unit, fact, line, 0);
	spot.line = evidence.line;
	if (fact && fact->kind == FACT_GAP && fact->as.gap.count)
		spot.count = fact->as.gap.count;
	for (uint32_t i = 0; binding && i < binding->n; i++) {
		uint32_t node = object_node(linker, binding->catalogs[i],
					    binding->objects[i]);

		candidates[spot.n_candidates++] =
			graph_building(linker->graph, node)->id;
	}
	graph_add_blind_spot(linker->graph, &spot);
}

/* A gap's pattern, "sales_*", as a name with holes. */
static struct sql_name pattern_name(struct linker *linker, const char *pattern)
{
	struct sql_name name = {0};
	char *text = arena_strdup(&linker->arena, pattern);
	char **parts;

	g_strdelimit(text, "*", TEXT_HOLE);
	parts = g_strsplit(text, ".", SQL_NAME_PARTS);
	for (char **part = parts; *part; part++)
		*ARENA_PUSH(&linker->arena, name.parts, name.n_parts) =
			arena_strdup(&linker->arena, *part);
	g_strfreev(parts);
	return name;
}

static void ledger_gap(struct linker *linker, struct unit *unit,
		       const struct fact *fact)
{
	const struct fact_gap *gap = &fact->as.gap;
	struct binding binding = {0};

	if (gap->pattern) {
		struct sql_name name = pattern_name(linker, gap->pattern);

		bind_relation(linker, unit, DIALECT_GENERIC, &name,
			      fact->schema, &binding);
	}
	ledger_add(linker, unit, fact, gap->reason, fact->place.line,
		   gap->pattern, gap->detail, &binding);
}

/* "*.png", or the whole base name where there is no suffix. */
static const char *file_class(struct linker *linker, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	const char *dot = strrchr(base, '.');

	if (!dot || dot == base)
		return base;
	return arena_printf(&linker->arena, "*%s", dot);
}

/* Files that nobody reads are counted by class; other reasons have a row a
 * file. */
static void ledger_unread(struct linker *linker, struct unit *unit)
{
	enum reason reason = unit->text->reason;
	struct blind_spot spot = {
		.source = unit_source_id(linker, unit),
		.reason = reason,
		.count = 1,
		.detail = unit->text->detail,
	};

	if (reason == REASON_NONE && unit->text->language)
		return;
	if (reason == REASON_NONE)
		spot.reason = REASON_NO_ANALYZER;
	if (reason == REASON_NONE || reason == REASON_BINARY)
		spot.detail = file_class(linker, unit->path);
	else
		spot.path = unit->path;
	graph_add_blind_spot(linker->graph, &spot);
}

void ledger_count_prose(struct linker *linker, const struct unit *unit,
			uint64_t count)
{
	linker->prose[unit->source] += count;
}

/* Strings judged prose are counted a source. */
static void ledger_prose(struct linker *linker)
{
	for (uint32_t s = 0; s < linker->n_sources; s++) {
		struct blind_spot spot = {
			.source = linker->sources[s].source.id,
			.reason = REASON_NOT_SQL,
			.count = linker->prose[s],
		};

		if (spot.count)
			graph_add_blind_spot(linker->graph, &spot);
	}
}

/* What a source that could not be read says now is not in the map. */
static void ledger_stale(struct linker *linker)
{
	for (uint32_t s = 0; s < linker->n_sources; s++) {
		struct blind_spot spot = {
			.source = linker->sources[s].source.id,
			.reason = REASON_SOURCE_FAILED,
			.count = 1,
			.detail = "it could not be read in the last scan",
		};

		if (linker->sources[s].source.stale)
			graph_add_blind_spot(linker->graph, &spot);
	}
}

void link_ledger(struct linker *linker)
{
	FOR_UNITS(linker, unit) {
		ledger_unread(linker, unit);
		FOR_FACTS(unit, fact) {
			if (fact->kind != FACT_GAP)
				continue;
			if (fact->as.gap.reason == REASON_NOT_SQL)
				ledger_count_prose(linker, unit,
						   MAX(fact->as.gap.count, 1));
			else
				ledger_gap(linker, unit, fact);
		}
	}
	ledger_prose(linker);
	ledger_stale(linker);
}
