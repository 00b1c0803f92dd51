#include "cli/pipeline/closure.h"

#include <string.h>

#include "analyzers/unit.h"
#include "cli/pipeline/units.h"

struct closures {
	bool asked;
	GHashTable *ids;   /* path -> id, of all that may be read */
	GChecksum *layout; /* of the paths; until it is finished */
	char *hash;	   /* of it */
	char *commands;	   /* path of the compile_commands.json */
	char *commands_id;
};

struct closures *closures_new(bool asked)
{
	struct closures *closures = g_new0(struct closures, 1);

	closures->asked = asked;
	closures->ids =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	closures->layout = g_checksum_new(G_CHECKSUM_SHA1);
	return closures;
}

void closures_free(struct closures *closures)
{
	if (!closures)
		return;
	g_hash_table_destroy(closures->ids);
	g_checksum_free(closures->layout);
	g_free(closures->hash);
	g_free(closures->commands);
	g_free(closures->commands_id);
	g_free(closures);
}

void closures_add(struct closures *closures, const struct scan_entry *entry)
{
	if (entry->reason != REASON_NONE)
		return;
	if (unit_is_better_commands(entry->path, closures->commands)) {
		g_free(closures->commands);
		g_free(closures->commands_id);
		closures->commands = g_strdup(entry->path);
		closures->commands_id = g_strdup(entry->id);
	}
	if (!unit_is_part(entry->path))
		return;
	g_hash_table_insert(closures->ids, g_strdup(entry->path),
			    g_strdup(entry->id));
	g_checksum_update(closures->layout, (const guchar *)entry->path,
			  (gssize)strlen(entry->path) + 1);
}

void closures_finish(struct closures *closures)
{
	char *line = g_strdup_printf(
		"%s\t%s", closures->commands ? closures->commands : "",
		closures->commands_id ? closures->commands_id : "");

	g_checksum_update(closures->layout, (const guchar *)line, -1);
	closures->hash = g_strdup(g_checksum_get_string(closures->layout));
	g_free(line);
}

bool closures_are_on(const struct closures *closures)
{
	return closures->asked || closures->commands;
}

char *closures_make(const struct closures *closures, const char *lines)
{
	return g_strconcat(closures->hash, "\n", lines, NULL);
}

/* Whether the source has what "path TAB id" says, up to the line's end. */
static bool is_same(const struct closures *closures, const char *line,
		    size_t size)
{
	char *path = g_strndup(line, size);
	char *tab = strrchr(path, '\t');
	bool same = false;

	if (tab) {
		*tab = '\0';
		same = g_strcmp0(g_hash_table_lookup(closures->ids, path),
				 tab + 1) == 0;
	}
	g_free(path);
	return same;
}

bool closures_is_current(const struct closures *closures,
			 const struct store_text *known)
{
	const char *line = known->closure, *end;
	bool first = true;

	if (!unit_is_deep(known->language))
		return true;
	if (!closures_are_on(closures))
		return !line;
	if (known->aside || known->reason != REASON_NONE)
		return true;
	if (!line)
		return false;
	for (; (end = strchr(line, '\n')); line = end + 1, first = false) {
		size_t size = (size_t)(end - line);

		if (first ? strlen(closures->hash) != size ||
				    strncmp(closures->hash, line, size) != 0
			  : !is_same(closures, line, size))
			return false;
	}
	return !first;
}
