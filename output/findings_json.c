/* Findings as JSON: docs/check.schema.json. */

#include "graph/version.h"
#include "output/findings.h"
#include "output/json_stream.h"

static void write_names(struct json_stream *json, const char *key,
			const char *words)
{
	char **names = g_strsplit(words ? words : "", " ", -1);

	json_stream_key(json, key);
	json_stream_open(json, '[');
	for (char **name = names; *name; name++)
		if (**name)
			json_stream_string(json, *name);
	json_stream_close(json, ']');
	g_strfreev(names);
}

static void write_text(struct json_stream *json, const char *key,
		       const char *text)
{
	json_stream_key(json, key);
	json_stream_string(json, text);
}

static void write_number(struct json_stream *json, const char *key,
			 uint64_t number)
{
	json_stream_key(json, key);
	json_stream_number(json, number);
}

static void write_party(struct json_stream *json, const char *key,
			const struct party *party)
{
	if (!party->id)
		return;
	json_stream_key(json, key);
	json_stream_open(json, '{');
	write_text(json, "id", party->id);
	write_text(json, "kind", kind_name(&NODE_KIND, party->kind));
	write_text(json, "name", party->name);
	write_names(json, "owner", party->owners);
	json_stream_close(json, '}');
}

static void write_related(struct json_stream *json,
			  const struct related *related)
{
	json_stream_open(json, '{');
	write_party(json, "accessor", &related->party);
	write_text(json, "source", related->source);
	write_text(json, "path", related->path);
	write_number(json, "line", related->line);
	json_stream_key(json, "operations");
	json_stream_words(json, &OPERATION, related->operations);
	write_text(json, "confidence",
		   kind_name(&CONFIDENCE, related->confidence));
	json_stream_close(json, '}');
}

static void write_access(struct json_stream *json,
			 const struct finding *finding)
{
	write_party(json, "accessor", &finding->accessor);
	write_party(json, "object", &finding->object);
	if (finding->column)
		write_text(json, "column", finding->column);
	if (finding->operations) {
		json_stream_key(json, "operations");
		json_stream_words(json, &OPERATION, finding->operations);
	}
	if (finding->confidence)
		write_text(json, "confidence",
			   kind_name(&CONFIDENCE, finding->confidence));
	if (finding->state)
		write_text(json, "state",
			   kind_name(&TABLE_STATE, finding->state));
	if (!finding->n_related)
		return;
	json_stream_key(json, "related");
	json_stream_open(json, '[');
	for (uint32_t i = 0; i < finding->n_related; i++)
		write_related(json, &finding->related[i]);
	json_stream_close(json, ']');
}

static void write_finding(struct json_stream *json,
			  const struct finding *finding)
{
	char *until;

	json_stream_line(json);
	json_stream_open(json, '{');
	write_text(json, "rule", kind_name(&RULE, finding->rule));
	write_text(json, "level", kind_name(&LEVEL, finding->level));
	write_text(json, "fingerprint", finding->fingerprint);
	write_text(json, "message", finding->message);
	write_text(json, "path", finding->path);
	write_number(json, "line", finding->line);
	write_number(json, "end_line", MAX(finding->end_line, finding->line));
	write_access(json, finding);
	if (finding->reason) {
		until = day_text(finding->until);
		write_text(json, "reason", finding->reason);
		write_text(json, "until", until);
		g_free(until);
	}
	json_stream_close(json, '}');
}

static void write_findings(struct json_stream *json, const char *key,
			   struct finding *const *findings, uint32_t n)
{
	json_stream_line(json);
	json_stream_key(json, key);
	json_stream_open(json, '[');
	for (uint32_t i = 0; i < n; i++)
		write_finding(json, findings[i]);
	json_stream_close(json, ']');
}

static void write_head(struct json_stream *json, const struct report *report)
{
	json_stream_key(json, "unmoor");
	json_stream_open(json, '{');
	write_number(json, "format", 1);
	write_text(json, "version", UNMOOR_VERSION);
	json_stream_close(json, '}');
	json_stream_line(json);
	json_stream_key(json, "check");
	json_stream_open(json, '{');
	write_text(json, "source", report->source);
	write_text(json, "base", report->base);
	write_text(json, "merge_base", report->merge_base);
	write_text(json, "head", report->head);
	json_stream_key(json, "fails");
	json_stream_bool(json, report_fails(report));
	write_number(json, "errors", report->counts[LEVEL_ERROR]);
	write_number(json, "warnings", report->counts[LEVEL_WARNING]);
	write_number(json, "notes", report->counts[LEVEL_NOTE]);
	write_number(json, "baseline", report->n_baseline);
	write_number(json, "baseline_head", report->n_baseline_head);
	json_stream_key(json, "remarks");
	json_stream_open(json, '[');
	for (uint32_t i = 0; i < report->n_remarks; i++)
		json_stream_string(json, report->remarks[i]);
	json_stream_close(json, ']');
	json_stream_close(json, '}');
}

static bool write_json(const struct report *report, FILE *out, GError **error)
{
	struct json_stream json = {.out = out};

	json_stream_open(&json, '{');
	write_head(&json, report);
	write_findings(&json, "findings", report->findings, report->n_findings);
	write_findings(&json, "accepted", report->accepted, report->n_accepted);
	json_stream_close(&json, '}');
	return json_stream_end(&json, error);
}

const struct findings_writer findings_writer_json = {
	.name = "json",
	.summary = "all that is known of each (docs/check.schema.json)",
	.write = write_json,
};
