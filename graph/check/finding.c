#include "graph/check/finding.h"

#include <stdlib.h>
#include <string.h>

#define KIND_NAME(constant, name) name,
static const char *const rule_names[] = {RULES(KIND_NAME)};
const struct kind_list RULE = {"rule", false, N_RULES, rule_names};
static const char *const level_names[] = {LEVELS(KIND_NAME)};
const struct kind_list LEVEL = {"level", false, N_LEVELS, level_names};

static const struct {
	const char *title, *help;
} texts[N_RULES] = {
	[RULE_BASELINE_GROWS] =
		{"The change adds exemptions",
		 "An exemption that this change adds counts once it is merged, "
		 "not before. Those who own the baseline should agree first."},
	[RULE_BREAKS_READER] =
		{"A definition in the change breaks a mapped reader or writer",
		 "Something that is dropped or renamed here is still used. "
		 "Change those who use it first, or keep the old name as a "
		 "view until they are changed."},
	[RULE_CLOSED_TABLE] =
		{"The change reads or writes a table that is closed",
		 "The policy says that this table is frozen, moving, moved or "
		 "retired. Use what takes its place, or agree on an exemption "
		 "with a reason and an end."},
	[RULE_CONFIGURATION_CHANGED] =
		{"The change alters what the check goes by",
		 "This check went by the configuration, policy and baseline of "
		 "the merge base; what is altered here counts after the "
		 "merge."},
	[RULE_EXPIRED_EXEMPTION] =
		{"An exemption has expired",
		 "What was accepted for a time is still there. Remove it, or "
		 "agree on a new end."},
	[RULE_NEW_BLIND_SPOT] =
		{"The change adds a place that cannot be understood",
		 "A statement or a table's name is made at run time, so nobody "
		 "can tell which tables it reads or writes. Write the names "
		 "out where that is possible."},
	[RULE_NEW_READER] =
		{"The change adds a reader that the map does not hold",
		 "Who plans to move this table has to know of this reader. "
		 "Tell them, and scan again after the merge; or put it into "
		 "the baseline."},
	[RULE_NEW_WRITER] =
		{"The change adds a writer that the map does not hold",
		 "Who plans to move this table has to know of this writer. "
		 "Tell them, and scan again after the merge; or put it into "
		 "the baseline."},
	[RULE_STALE_EXEMPTION] =
		{"An exemption is no longer needed",
		 "What it accepts is gone. Remove the entry, so that it does "
		 "not come back unseen: unmoor check --write-baseline."},
};

const char *rule_title(enum rule rule)
{
	return texts[rule].title;
}

const char *rule_help(enum rule rule)
{
	return texts[rule].help;
}

struct report *report_new(void)
{
	struct report *report = g_new0(struct report, 1);

	arena_init(&report->arena);
	return report;
}

void report_free(struct report *report)
{
	if (!report)
		return;
	arena_release(&report->arena);
	g_free(report);
}

struct finding *report_add(struct report *report)
{
	struct finding *finding = ARENA_NEW(&report->arena, struct finding);

	*ARENA_PUSH(&report->arena, report->findings, report->n_findings) =
		finding;
	return finding;
}

struct finding *report_add_accepted(struct report *report)
{
	struct finding *finding = ARENA_NEW(&report->arena, struct finding);

	*ARENA_PUSH(&report->arena, report->accepted, report->n_accepted) =
		finding;
	return finding;
}

void report_remark(struct report *report, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	*ARENA_PUSH(&report->arena, report->remarks, report->n_remarks) =
		arena_vprintf(&report->arena, format, arguments);
	va_end(arguments);
}

static int compare_findings(const void *a, const void *b)
{
	const struct finding *x = *(const struct finding *const *)a;
	const struct finding *y = *(const struct finding *const *)b;
	int order = g_strcmp0(x->path, y->path);

	if (order)
		return order;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->rule != y->rule)
		return (int)x->rule - (int)y->rule;
	order = strcmp(x->fingerprint, y->fingerprint);
	return order ? order : strcmp(x->message, y->message);
}

static void sort(struct finding **findings, uint32_t n)
{
	if (n)
		qsort(findings, n, sizeof(*findings), compare_findings);
}

void report_finish(struct report *report)
{
	sort(report->findings, report->n_findings);
	sort(report->accepted, report->n_accepted);
	memset(report->counts, 0, sizeof(report->counts));
	for (uint32_t i = 0; i < report->n_findings; i++)
		report->counts[report->findings[i]->level]++;
}

bool report_fails(const struct report *report)
{
	return report->counts[LEVEL_ERROR] + report->counts[LEVEL_WARNING] > 0;
}

struct party report_party(struct report *report, const struct node *node)
{
	struct arena *arena = &report->arena;
	struct party party = {.id = arena_strdup(arena, node->id),
			      .kind = node->kind,
			      .owners = node_owners(node, &report->arena)};

	party.name = node->source ? arena_printf(arena, "%s/%s", node->source,
						 node->name)
				  : arena_strdup(arena, node->name);
	return party;
}

void fingerprint_make(char fingerprint[FINGERPRINT_SIZE],
		      const char *const *parts, uint32_t n)
{
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);

	for (uint32_t i = 0; i < n; i++) {
		const char *part = parts[i];

		g_checksum_update(sum, (const guchar *)(part ? "+" : "-"), 1);
		if (part)
			g_checksum_update(sum, (const guchar *)part,
					  (gssize)strlen(part) + 1);
	}
	g_strlcpy(fingerprint, g_checksum_get_string(sum), FINGERPRINT_SIZE);
	g_checksum_free(sum);
}

static void append_word(const char *name, void *payload)
{
	GString *words = payload;

	g_string_append_printf(words, "%s%s", words->len ? ", " : "", name);
}

const char *report_words(struct report *report, const struct kind_list *list,
			 uint32_t mask)
{
	GString *words = g_string_new(NULL);
	const char *copy;

	flags_names(list, mask, append_word, words);
	copy = arena_strdup(&report->arena, words->str);
	g_string_free(words, TRUE);
	return copy;
}
