#include "cli/baseline.h"

#include <string.h>

#include "cli/config_policy.h"

static void free_entry(gpointer entry)
{
	exemption_clear(entry);
	g_free(entry);
}

GPtrArray *baseline_new(void)
{
	return g_ptr_array_new_with_free_func(free_entry);
}

/* --- reading ------------------------------------------------------------- */

static bool read_entries(struct yaml *yaml, struct fy_node *list)
{
	GPtrArray *entries = yaml->payload;
	struct fy_node *item;
	void *at = NULL;

	if (!list || !fy_node_is_sequence(list))
		return yaml_fail(yaml, yaml_line(list),
				 "\"exemptions\" is a list");
	while ((item = fy_node_sequence_iterate(list, &at))) {
		struct exemption *entry = g_new0(struct exemption, 1);

		g_ptr_array_add(entries, entry);
		if (!config_read_exemption(yaml, item, entry))
			return false;
	}
	return true;
}

static bool read_root(struct yaml *yaml, struct fy_node *root)
{
	struct fy_node_pair *pair;
	void *at = NULL;
	bool fine = true;

	if (!root) /* an empty file has no entries */
		return true;
	if (!fy_node_is_mapping(root))
		return yaml_fail(yaml, yaml_line(root),
				 "a baseline begins with \"exemptions:\"");
	while (fine && (pair = fy_node_mapping_iterate(root, &at))) {
		char *key = yaml_scalar(fy_node_pair_key(pair));

		if (g_strcmp0(key, "exemptions") == 0)
			fine = read_entries(yaml, fy_node_pair_value(pair));
		else
			fine = yaml_fail(yaml,
					 yaml_line(fy_node_pair_key(pair)),
					 "\"%s\" is not known here; there is "
					 "\"exemptions\"",
					 key ? key : "?");
		g_free(key);
	}
	return fine;
}

GPtrArray *baseline_parse(const char *path, const char *bytes, gsize size,
			  GError **error)
{
	GPtrArray *entries = baseline_new();
	struct yaml yaml = {path, error, entries};

	if (yaml_read(&yaml, bytes, size, read_root))
		return entries;
	g_ptr_array_unref(entries);
	return NULL;
}

/* --- writing ------------------------------------------------------------- */

void baseline_add(GPtrArray *entries, const struct finding *finding,
		  const char *reason, uint32_t until)
{
	struct exemption *entry = g_new0(struct exemption, 1);

	entry->rule = g_strdup(kind_name(&RULE, finding->rule));
	entry->fingerprint = g_strdup(finding->fingerprint);
	entry->accessor = g_strdup(finding->accessor.id);
	entry->object = g_strdup(finding->object.id);
	entry->operations = finding->operations;
	entry->reason = g_strdup(reason);
	entry->until = until;
	g_ptr_array_add(entries, entry);
}

/* A double quoted scalar on one line. */
static void add_text(GString *out, const char *key, const char *text)
{
	if (!text)
		return;
	g_string_append_printf(out, "    %s: \"", key);
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			g_string_append_printf(out, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			g_string_append_printf(out, "\\x%02x", c);
		else
			g_string_append_c(out, (char)c);
	}
	g_string_append(out, "\"\n");
}

struct words {
	GString *out;
	unsigned n;
};

static void add_word(const char *word, void *payload)
{
	struct words *words = payload;

	g_string_append_printf(words->out, "%s%s", words->n++ ? ", " : "",
			       word);
}

static void add_entry(GString *out, const struct exemption *entry)
{
	gsize from = out->len;
	char *until = day_text(entry->until);

	add_text(out, "rule", entry->rule);
	add_text(out, "fingerprint", entry->fingerprint);
	add_text(out, "accessor", entry->accessor);
	add_text(out, "object", entry->object);
	if (entry->operations) {
		struct words words = {out, 0};

		g_string_append(out, "    operations: [");
		flags_names(&OPERATION, entry->operations, add_word, &words);
		g_string_append(out, "]\n");
	}
	add_text(out, "reason", entry->reason);
	g_string_append_printf(out, "    until: %s\n", until);
	out->str[from + 2] = '-';
	g_free(until);
}

static int compare_entries(gconstpointer a, gconstpointer b)
{
	const struct exemption *x = *(const struct exemption *const *)a;
	const struct exemption *y = *(const struct exemption *const *)b;
	int order = g_strcmp0(x->object, y->object);

	if (!order)
		order = g_strcmp0(x->accessor, y->accessor);
	return order ? order : g_strcmp0(x->fingerprint, y->fingerprint);
}

bool baseline_write(const GPtrArray *entries, const char *path, GError **error)
{
	GPtrArray *sorted = g_ptr_array_copy((GPtrArray *)entries, NULL, NULL);
	GString *out = g_string_new(
		"# What unmoor check accepts for a time; each entry needs a "
		"reason and an end.\n# Rewritten by unmoor check "
		"--write-baseline, which drops what is gone.\nexemptions:");
	bool fine;

	g_ptr_array_set_free_func(sorted, NULL);
	g_ptr_array_sort(sorted, compare_entries);
	g_string_append(out, sorted->len ? "\n" : " []\n");
	for (guint i = 0; i < sorted->len; i++)
		add_entry(out, sorted->pdata[i]);
	fine = g_file_set_contents(path, out->str, (gssize)out->len, error);
	g_string_free(out, TRUE);
	g_ptr_array_unref(sorted);
	return fine;
}
