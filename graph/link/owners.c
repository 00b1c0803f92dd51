#include "graph/link/linker.h"

#include <string.h>

/*
 * Ownership files are rows of patterns in the form of .gitignore; the last
 * row that fits wins (GitHub, "About code owners"; GitLab, "Code Owners").
 * Where a source has several files, the first place in this list counts.
 */
static const char *const places[] = {
	".github/CODEOWNERS",
	"CODEOWNERS",
	"docs/CODEOWNERS",
	".gitlab/CODEOWNERS",
};

static struct unit *ownership_of(struct linker *linker, uint32_t source)
{
	struct unit *best = NULL;
	size_t best_place = G_N_ELEMENTS(places);

	FOR_UNITS(linker, unit) {
		if (unit->source != source)
			continue;
		for (size_t i = 0; i < best_place; i++) {
			if (strcmp(unit->path, places[i]) == 0) {
				best = unit;
				best_place = i;
			}
		}
	}
	return best;
}

/* One path part against a glob of "*" and "?", neither of which fits "/". */
static bool part_fits(const char *glob, const char *glob_end, const char *part,
		      const char *part_end)
{
	const char *star = NULL, *retry = NULL;

	while (part < part_end) {
		if (glob < glob_end && *glob == '*') {
			star = ++glob;
			retry = part;
		} else if (glob < glob_end &&
			   (*glob == '?' || *glob == *part)) {
			glob++;
			part++;
		} else if (star) {
			glob = star;
			part = ++retry;
		} else {
			return false;
		}
	}
	while (glob < glob_end && *glob == '*')
		glob++;
	return glob == glob_end;
}

static const char *part_end(const char *at)
{
	return at + strcspn(at, "/");
}

/* Parts of the pattern against parts of the path; a pattern that is used up
 * fits the whole folder. "**" fits any number of parts. `depth` bounds the
 * work that a row of many "**" can make. */
static bool parts_fit(const char *glob, const char *path, unsigned depth)
{
	for (;;) {
		const char *glob_end = part_end(glob);

		if (glob == glob_end)
			return true;
		if (glob_end - glob == 2 && glob[0] == '*' && glob[1] == '*') {
			const char *rest = glob_end + (*glob_end == '/');

			for (const char *at = path; depth;) {
				if (parts_fit(rest, at, depth - 1))
					return true;
				at = part_end(at);
				if (!*at++)
					return false;
			}
			return false;
		}
		if (!*path || !part_fits(glob, glob_end, path, part_end(path)))
			return false;
		path = part_end(path);
		if (!*glob_end)
			return true;
		if (!*path)
			return false;
		path++;
		glob = glob_end + 1;
	}
}

/* With a slash at its beginning or in its middle a pattern counts from the
 * root, else it fits at any depth. */
static bool owner_fits(const char *pattern, const char *path)
{
	const char *slash = strchr(pattern, '/');
	bool rooted = slash && slash[1];
	size_t length = strlen(pattern);

	if (*pattern == '/')
		pattern++, length--;
	if (length && pattern[length - 1] == '/' && !strchr(path, '/'))
		return false;
	if (rooted || *pattern == '\0')
		return parts_fit(pattern, path, 4);
	for (const char *at = path; at; at = strchr(at, '/')) {
		if (*at == '/')
			at++;
		if (parts_fit(pattern, at, 4))
			return true;
	}
	return false;
}

static const struct fact *owner_row(const struct unit *file, const char *path)
{
	const struct fact *row = NULL;

	FOR_FACTS(file, fact)
		if (fact->kind == FACT_OWNER &&
		    owner_fits(fact->as.owner.pattern, path))
			row = fact;
	return row;
}

static void own_node(struct linker *linker, struct unit *file,
		     const struct fact *row, uint32_t node)
{
	for (uint32_t i = 0; i < row->as.owner.n_owners; i++) {
		const char *name = row->as.owner.owners[i];
		struct evidence evidence =
			evidence_of(linker, file, row, row->place.line, 0);
		uint32_t owner = graph_add_node(linker->graph, NODE_OWNER, NULL,
						&name, 1);

		graph_building(linker->graph, owner)->bound = true;
		evidence.via = VIA_OWNERS;
		graph_add_owner(linker->graph, node, name);
		graph_add_evidence(linker->graph, owner, node, EDGE_OWNS,
				   &evidence);
	}
}

void link_owners(struct linker *linker)
{
	struct unit **files =
		arena_alloc(&linker->arena, linker->n_sources * sizeof(*files));
	GHashTableIter iter;
	gpointer key, value;

	for (uint32_t s = 0; s < linker->n_sources; s++)
		files[s] = ownership_of(linker, s);
	g_hash_table_iter_init(&iter, linker->placed);
	while (g_hash_table_iter_next(&iter, &key, &value)) {
		struct unit *unit = value;
		struct unit *file = files[unit->source];
		const struct fact *row =
			file ? owner_row(file, unit->path) : NULL;

		if (row)
			own_node(linker, file, row, GPOINTER_TO_UINT(key) - 1);
	}
}
