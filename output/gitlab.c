/* The code quality report of GitLab: a list, each with a fingerprint that is
 * there once. */

#include <string.h>

#include "output/escape.h"
#include "output/findings.h"
#include "output/json_stream.h"

static void write_text(struct json_stream *json, const char *key,
		       const char *text)
{
	char *line = escape_line(text);

	json_stream_key(json, key);
	json_stream_string(json, line);
	g_free(line);
}

/* Findings that are alike (two equal blind spots of a file) would be one. */
static void write_fingerprint(struct json_stream *json, GHashTable *seen,
			      const char *fingerprint)
{
	guint n = GPOINTER_TO_UINT(g_hash_table_lookup(seen, fingerprint)) + 1;
	char *unique = n > 1 ? g_strdup_printf("%s-%u", fingerprint, n)
			     : g_strdup(fingerprint);

	g_hash_table_insert(seen, (gpointer)fingerprint, GUINT_TO_POINTER(n));
	write_text(json, "fingerprint", unique);
	g_free(unique);
}

static void write_finding(struct json_stream *json,
			  const struct finding *finding, GHashTable *seen)
{
	static const char *const severities[N_LEVELS] = {"info", "major",
							 "critical"};

	json_stream_line(json);
	json_stream_open(json, '{');
	write_text(json, "description", finding->message);
	write_text(json, "check_name", kind_name(&RULE, finding->rule));
	write_fingerprint(json, seen, finding->fingerprint);
	write_text(json, "severity", severities[finding->level]);
	json_stream_key(json, "location");
	json_stream_open(json, '{');
	json_stream_key(json, "path");
	json_stream_string(json, finding->path ? finding->path : ".");
	json_stream_key(json, "lines");
	json_stream_open(json, '{');
	json_stream_key(json, "begin");
	json_stream_number(json, MAX(finding->line, 1));
	json_stream_key(json, "end");
	json_stream_number(json, MAX(MAX(finding->end_line, finding->line), 1));
	json_stream_close(json, '}');
	json_stream_close(json, '}');
	json_stream_close(json, '}');
}

static bool write_gitlab(const struct report *report, FILE *out, GError **error)
{
	struct json_stream json = {.out = out};
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);

	json_stream_open(&json, '[');
	for (uint32_t i = 0; i < report->n_findings; i++)
		write_finding(&json, report->findings[i], seen);
	json_stream_close(&json, ']');
	g_hash_table_unref(seen);
	return json_stream_end(&json, error);
}

const struct findings_writer findings_writer_gitlab = {
	.name = "gitlab",
	.summary = "a code quality report of GitLab",
	.write = write_gitlab,
};
