#include "scanner/live.h"

#include <string.h>

static const struct {
	const char *path, *language;
} rows[N_LIVE_TEXTS] = {
	[LIVE_PROPERTIES] = {"properties", "properties"},
	[LIVE_SCHEMA] = {"schema", "sql"},
	[LIVE_STATEMENTS] = {"statements", "statements"},
};

void live_texts_init(struct live_texts *texts)
{
	live_texts_clear(texts);
	for (unsigned i = 0; i < N_LIVE_TEXTS; i++)
		texts->texts[i] = g_string_new(NULL);
}

void live_texts_clear(struct live_texts *texts)
{
	for (unsigned i = 0; i < N_LIVE_TEXTS; i++)
		if (texts->texts[i])
			g_string_free(texts->texts[i], TRUE);
	memset(texts, 0, sizeof(*texts));
}

/* A hash of the ids: equal when every text is. */
static void set_revision(struct live_texts *texts, struct source *source)
{
	g_free(source->revision);
	source->revision = g_compute_checksum_for_data(
		G_CHECKSUM_SHA1, (const guchar *)texts->ids,
		sizeof(texts->ids));
}

void live_texts_list(struct live_texts *texts, struct source *source,
		     bool (*each)(const struct scan_entry *entry,
				  void *payload),
		     void *payload)
{
	bool more = true;

	memset(texts->ids, 0, sizeof(texts->ids));
	for (unsigned i = 0; i < N_LIVE_TEXTS; i++)
		if (texts->texts[i] && texts->texts[i]->len)
			scan_blob_id(texts->texts[i]->str, texts->texts[i]->len,
				     texts->ids[i]);
	set_revision(texts, source);
	for (unsigned i = 0; i < N_LIVE_TEXTS && more; i++) {
		const struct scan_entry entry = {
			.path = rows[i].path,
			.id = texts->ids[i],
			.size = texts->texts[i] ? texts->texts[i]->len : 0,
			.language = rows[i].language};

		if (*entry.id)
			more = each(&entry, payload);
	}
}

bool live_texts_read(struct live_texts *texts, const struct source *source,
		     const char *path, const char *id, struct text *text,
		     GError **error)
{
	for (unsigned i = 0; i < N_LIVE_TEXTS; i++) {
		if (strcmp(rows[i].path, path) != 0 ||
		    strcmp(texts->ids[i], id) != 0)
			continue;
		text->language = rows[i].language;
		text->name = rows[i].path;
		text->dialect = source->dialect;
		text->catalog = true;
		text->bytes = texts->texts[i]->str;
		text->size = texts->texts[i]->len;
		return true;
	}
	g_set_error(error, SCAN_ERROR, SCAN_ERROR_MISSING,
		    "%s: no such text of a live catalog", path);
	return false;
}

/* --- JSON lines ---------------------------------------------------------- */

static void put_valid(GString *out, const char *string, const char *end)
{
	for (; string < end; string++) {
		guchar byte = (guchar)*string;

		if (byte == '"' || byte == '\\') {
			g_string_append_c(out, '\\');
			g_string_append_c(out, (char)byte);
		} else if (byte == '\n') {
			g_string_append(out, "\\n");
		} else if (byte < 0x20) {
			g_string_append_printf(out, "\\u%04x", byte);
		} else {
			g_string_append_c(out, (char)byte);
		}
	}
}

void live_put_json(GString *out, const char *string)
{
	const char *end;

	if (!string) {
		g_string_append(out, "null");
		return;
	}
	g_string_append_c(out, '"');
	while (!g_utf8_validate(string, -1, &end)) {
		put_valid(out, string, end);
		g_string_append(out, "\\ufffd");
		string = end + 1;
	}
	put_valid(out, string, end);
	g_string_append_c(out, '"');
}

static GString *properties(struct live_texts *texts)
{
	return texts->texts[LIVE_PROPERTIES];
}

void live_member(struct live_texts *texts, const char *name, const char *value)
{
	GString *out = properties(texts);

	if (!value)
		return;
	g_string_append_c(out, texts->in_line ? ',' : '{');
	texts->in_line = true;
	live_put_json(out, name);
	g_string_append_c(out, ':');
	live_put_json(out, value);
}

void live_member_name(struct live_texts *texts, const char *name,
		      const char *const *parts, unsigned n_parts)
{
	GString *out = properties(texts);

	g_string_append_c(out, texts->in_line ? ',' : '{');
	texts->in_line = true;
	live_put_json(out, name);
	g_string_append(out, ":[");
	for (unsigned i = 0; i < n_parts; i++) {
		g_string_append(out, i ? "," : "");
		live_put_json(out, parts[i]);
	}
	g_string_append_c(out, ']');
}

void live_begin(struct live_texts *texts, const char *kind,
		const char *const *parts, unsigned n_parts)
{
	live_member(texts, "kind", kind);
	if (n_parts)
		live_member_name(texts, "name", parts, n_parts);
}

void live_attribute(struct live_texts *texts, const char *name,
		    const char *value)
{
	GString *out = properties(texts);

	if (!value || !*value)
		return;
	g_string_append(out, texts->in_attributes ? "," : ",\"attributes\":{");
	texts->in_attributes = true;
	live_put_json(out, name);
	g_string_append_c(out, ':');
	live_put_json(out, value);
}

void live_end(struct live_texts *texts)
{
	g_string_append(properties(texts),
			texts->in_attributes ? "}}\n" : "}\n");
	texts->in_line = texts->in_attributes = false;
}

void live_gap(struct live_texts *texts, enum reason reason, const char *pattern,
	      const char *detail)
{
	live_member(texts, "gap", kind_name(&REASON, reason));
	live_member(texts, "pattern", pattern);
	live_member(texts, "detail", detail);
	live_end(texts);
}

static void put_member(GString *out, const char *name, const char *value)
{
	if (!value)
		return;
	g_string_append_printf(out, ",\"%s\":", name);
	live_put_json(out, value);
}

void live_statement(struct live_texts *texts,
		    const struct live_statement *statement)
{
	GString *out = texts->texts[LIVE_STATEMENTS];

	g_string_append(out, "{\"query\":");
	live_put_json(out, statement->query);
	put_member(out, "role", statement->role);
	put_member(out, "host", statement->host);
	put_member(out, "schema", statement->schema);
	put_member(out, "calls", statement->calls);
	put_member(out, "rows", statement->rows);
	g_string_append(out, "}\n");
}
