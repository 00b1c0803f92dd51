/*
 * SARIF 2.1.0, within what GitHub takes: one run, at most 5,000 results (it
 * shows no more), 10 MB. Errors come first, so that what is cut is the least
 * of it, and a notification says that something was.
 */

#include <stdlib.h>
#include <string.h>

#include "graph/version.h"
#include "output/escape.h"
#include "output/findings.h"
#include "output/json_stream.h"
#include "output/writer.h"

#define RESULTS_MAX 5000
/* Before compression, so surely after it too. */
#define BYTES_MAX (9 * 1000 * 1000)
#define RELATED_MAX 100
#define MESSAGE_MAX 4000

#define SCHEMA                                                                 \
	"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"  \
	"sarif-schema-2.1.0.json"

static void write_key(struct json_stream *json, const char *key,
		      const char *text)
{
	json_stream_key(json, key);
	json_stream_string(json, text);
}

/* A message may hold links, "[text](target)": no bracket of ours is one. */
static void write_message(struct json_stream *json, const char *key,
			  const char *message)
{
	char *line = escape_line(message);
	GString *text = g_string_new(NULL);

	for (const char *c = line; *c; c++) {
		if (strchr("\\[]", *c))
			g_string_append_c(text, '\\');
		g_string_append_c(text, *c);
	}
	if (text->len > MESSAGE_MAX) {
		const char *end = g_utf8_find_prev_char(
			text->str, text->str + MESSAGE_MAX);

		g_string_truncate(text, (gsize)(end - text->str));
		/* No half of an escaped bracket. */
		while (text->len && text->str[text->len - 1] == '\\')
			g_string_truncate(text, text->len - 1);
		g_string_append(text, " ...");
	}
	json_stream_key(json, key);
	json_stream_open(json, '{');
	write_key(json, "text", text->str);
	json_stream_close(json, '}');
	g_string_free(text, TRUE);
	g_free(line);
}

/* A path as a relative reference of RFC 3986. */
static char *path_uri(const char *path)
{
	GString *uri = g_string_new(NULL);

	/* "a:b" alone would be read as a scheme. */
	if (strchr(path, ':') && !strchr(path, '/'))
		g_string_append(uri, "./");
	g_string_append_uri_escaped(uri, path, "/", FALSE);
	return g_string_free(uri, FALSE);
}

static void write_place(struct json_stream *json, const char *path,
			uint32_t line, uint32_t end_line)
{
	char *uri = path_uri(path);

	json_stream_key(json, "physicalLocation");
	json_stream_open(json, '{');
	json_stream_key(json, "artifactLocation");
	json_stream_open(json, '{');
	write_key(json, "uri", uri);
	json_stream_close(json, '}');
	json_stream_key(json, "region");
	json_stream_open(json, '{');
	json_stream_key(json, "startLine");
	json_stream_number(json, MAX(line, 1));
	json_stream_key(json, "endLine");
	json_stream_number(json, MAX(MAX(end_line, line), 1));
	json_stream_close(json, '}');
	json_stream_close(json, '}');
	g_free(uri);
}

static void write_logical(struct json_stream *json, const struct party *party)
{
	if (!party->id)
		return;
	json_stream_key(json, "logicalLocations");
	json_stream_open(json, '[');
	json_stream_open(json, '{');
	write_key(json, "fullyQualifiedName", party->id);
	json_stream_close(json, '}');
	json_stream_close(json, ']');
}

/* --- rules --------------------------------------------------------------- */

static const char *level_name(enum level level)
{
	static const char *const names[N_LEVELS] = {"note", "warning", "error"};

	return names[level];
}

static enum level usual_level(enum rule rule)
{
	switch (rule) {
	case RULE_BREAKS_READER:
	case RULE_CLOSED_TABLE:
		return LEVEL_ERROR;
	case RULE_BASELINE_GROWS:
	case RULE_CONFIGURATION_CHANGED:
	case RULE_STALE_EXEMPTION:
		return LEVEL_NOTE;
	default:
		return LEVEL_WARNING;
	}
}

static void write_rule(struct json_stream *json, enum rule rule)
{
	json_stream_line(json);
	json_stream_open(json, '{');
	write_key(json, "id", kind_name(&RULE, rule));
	write_message(json, "shortDescription", rule_title(rule));
	write_message(json, "fullDescription", rule_title(rule));
	write_message(json, "help", rule_help(rule));
	json_stream_key(json, "defaultConfiguration");
	json_stream_open(json, '{');
	write_key(json, "level", level_name(usual_level(rule)));
	json_stream_close(json, '}');
	json_stream_key(json, "properties");
	json_stream_open(json, '{');
	json_stream_key(json, "tags");
	json_stream_open(json, '[');
	json_stream_string(json, "database");
	json_stream_string(json, "migration");
	json_stream_close(json, ']');
	json_stream_close(json, '}');
	json_stream_close(json, '}');
}

static void write_tool(struct json_stream *json)
{
	json_stream_key(json, "tool");
	json_stream_open(json, '{');
	json_stream_key(json, "driver");
	json_stream_open(json, '{');
	write_key(json, "name", "unmoor");
	write_key(json, "semanticVersion", UNMOOR_VERSION);
	json_stream_key(json, "rules");
	json_stream_open(json, '[');
	for (unsigned rule = 0; rule < N_RULES; rule++)
		write_rule(json, (enum rule)rule);
	json_stream_close(json, ']');
	json_stream_close(json, '}');
	json_stream_close(json, '}');
}

/* --- results ------------------------------------------------------------- */

static void write_related(struct json_stream *json,
			  const struct finding *finding, const char *source)
{
	uint32_t n = MIN(finding->n_related, RELATED_MAX);

	if (!n)
		return;
	json_stream_key(json, "relatedLocations");
	json_stream_open(json, '[');
	for (uint32_t i = 0; i < n; i++) {
		const struct related *related = &finding->related[i];
		char *text = g_strdup_printf(
			"%s %s%s%s%s%s (%s)",
			kind_name(&NODE_KIND, related->party.kind),
			related->party.name, related->path ? ", " : "",
			related->path ? related->source : "",
			related->path ? "/" : "",
			related->path ? related->path : "",
			related->party.owners ? related->party.owners
					      : "no owner");

		/* Places of other repositories are no places here. */
		json_stream_open(json, '{');
		json_stream_key(json, "id");
		json_stream_number(json, i + 1);
		write_message(json, "message", text);
		if (related->path && g_strcmp0(related->source, source) == 0)
			write_place(json, related->path, related->line,
				    related->line);
		write_logical(json, &related->party);
		json_stream_close(json, '}');
		g_free(text);
	}
	json_stream_close(json, ']');
}

/* GitHub goes by primaryLocationLineHash alone, whatever made it. */
static void write_fingerprints(struct json_stream *json, GHashTable *seen,
			       const char *fingerprint)
{
	guint n = GPOINTER_TO_UINT(g_hash_table_lookup(seen, fingerprint)) + 1;
	char *hash = g_strdup_printf("%.16s:%u", fingerprint, n);

	g_hash_table_insert(seen, (gpointer)fingerprint, GUINT_TO_POINTER(n));
	json_stream_key(json, "partialFingerprints");
	json_stream_open(json, '{');
	write_key(json, "primaryLocationLineHash", hash);
	write_key(json, "unmoor/v1", fingerprint);
	json_stream_close(json, '}');
	g_free(hash);
}

static void write_suppression(struct json_stream *json,
			      const struct finding *finding)
{
	if (!finding->reason)
		return;
	json_stream_key(json, "suppressions");
	json_stream_open(json, '[');
	json_stream_open(json, '{');
	write_key(json, "kind", "external");
	write_key(json, "status", "accepted");
	write_key(json, "justification", finding->reason);
	json_stream_close(json, '}');
	json_stream_close(json, ']');
}

static void write_result(struct json_stream *json,
			 const struct finding *finding, const char *source,
			 GHashTable *seen)
{
	json_stream_line(json);
	json_stream_open(json, '{');
	write_key(json, "ruleId", kind_name(&RULE, finding->rule));
	json_stream_key(json, "ruleIndex");
	json_stream_number(json, finding->rule);
	write_key(json, "level", level_name(finding->level));
	write_message(json, "message", finding->message);
	json_stream_key(json, "locations");
	json_stream_open(json, '[');
	json_stream_open(json, '{');
	if (finding->path)
		write_place(json, finding->path, finding->line,
			    finding->end_line);
	write_logical(json, &finding->accessor);
	json_stream_close(json, '}');
	json_stream_close(json, ']');
	write_related(json, finding, source);
	write_fingerprints(json, seen, finding->fingerprint);
	write_suppression(json, finding);
	json_stream_close(json, '}');
}

struct results {
	struct json_stream *json;
	const char *source;
	GHashTable *seen;
	uint32_t n, left;
};

static void write_some(struct results *results, struct finding *const *findings,
		       uint32_t n, int level)
{
	for (uint32_t i = 0; i < n; i++) {
		if (level >= 0 && (int)findings[i]->level != level)
			continue;
		if (results->n >= RESULTS_MAX ||
		    ftell(results->json->out) > BYTES_MAX) {
			results->left++;
			continue;
		}
		results->n++;
		write_result(results->json, findings[i], results->source,
			     results->seen);
	}
}

static uint32_t write_results(struct json_stream *json,
			      const struct report *report)
{
	struct results results = {json, report->source,
				  g_hash_table_new(g_str_hash, g_str_equal), 0,
				  0};

	json_stream_line(json);
	json_stream_key(json, "results");
	json_stream_open(json, '[');
	for (int level = N_LEVELS - 1; level >= 0; level--)
		write_some(&results, report->findings, report->n_findings,
			   level);
	write_some(&results, report->accepted, report->n_accepted, -1);
	json_stream_close(json, ']');
	g_hash_table_unref(results.seen);
	return results.left;
}

static void write_notification(struct json_stream *json, const char *text)
{
	json_stream_open(json, '{');
	write_key(json, "level", "note");
	write_message(json, "message", text);
	json_stream_close(json, '}');
}

static void write_invocation(struct json_stream *json,
			     const struct report *report, uint32_t left)
{
	json_stream_line(json);
	json_stream_key(json, "invocations");
	json_stream_open(json, '[');
	json_stream_open(json, '{');
	json_stream_key(json, "executionSuccessful");
	json_stream_bool(json, true);
	json_stream_key(json, "toolExecutionNotifications");
	json_stream_open(json, '[');
	for (uint32_t i = 0; i < report->n_remarks; i++)
		write_notification(json, report->remarks[i]);
	if (left) {
		char *text = g_strdup_printf(
			"%u more findings are left out, for GitHub takes at "
			"most %d results and 10 MB; --format json has all",
			left, RESULTS_MAX);

		write_notification(json, text);
		g_free(text);
	}
	json_stream_close(json, ']');
	json_stream_close(json, '}');
	json_stream_close(json, ']');
}

static void write_run(struct json_stream *json, const struct report *report)
{
	uint32_t left;

	json_stream_open(json, '{');
	write_tool(json);
	/* Runs of several repositories are told apart by it. */
	json_stream_key(json, "automationDetails");
	json_stream_open(json, '{');
	write_key(json, "id", "unmoor/check/");
	json_stream_close(json, '}');
	write_key(json, "columnKind", "unicodeCodePoints");
	left = write_results(json, report);
	write_invocation(json, report, left);
	json_stream_close(json, '}');
}

/* Into memory first: standard output tells no position in a pipe. */
static bool write_sarif(const struct report *report, FILE *out, GError **error)
{
	char *bytes = NULL;
	size_t size = 0;
	FILE *memory = open_memstream(&bytes, &size);
	struct json_stream json = {.out = memory};
	bool fine;

	json_stream_open(&json, '{');
	write_key(&json, "$schema", SCHEMA);
	write_key(&json, "version", "2.1.0");
	json_stream_key(&json, "runs");
	json_stream_open(&json, '[');
	write_run(&json, report);
	json_stream_close(&json, ']');
	json_stream_close(&json, '}');
	fine = json_stream_end(&json, error);
	fclose(memory);
	if (fine)
		fwrite(bytes, 1, size, out);
	free(bytes);
	return fine && writer_flush(out, error);
}

const struct findings_writer findings_writer_sarif = {
	.name = "sarif",
	.summary = "SARIF 2.1.0, within GitHub's limits",
	.write = write_sarif,
};
