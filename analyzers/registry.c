#include "analyzers/analyzer.h"

#include <stdlib.h>
#include <string.h>

#define ANALYZER(name) extern const struct analyzer analyzer_##name;
#include "analyzers/analyzers.def"
#undef ANALYZER

#define ANALYZER(name) &analyzer_##name,
static const struct analyzer *const analyzers[] = {
#include "analyzers/analyzers.def"
	NULL};
#undef ANALYZER

const struct analyzer *const *analyzer_list(void)
{
	return analyzers;
}

const struct analyzer *analyzer_find(const char *name)
{
	for (const struct analyzer *const *a = analyzers; *a; a++)
		if (strcmp((*a)->name, name) == 0)
			return *a;
	return NULL;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Nearly all globs are a suffix or a name; these need no pattern compiled. */
static bool fits(const char *glob, const char *name)
{
	if (!strpbrk(glob + (*glob == '*'), "*?"))
		return *glob == '*' ? g_str_has_suffix(name, glob + 1)
				    : strcmp(glob, name) == 0;
	return g_pattern_match_simple(glob, name);
}

/* Whether a glob of the analyzer fits: the whole path or the base name. */
static bool fits_glob(const struct analyzer *analyzer, const char *path)
{
	const char *base = base_name(path);

	for (const char *const *glob = analyzer->files; *glob; glob++)
		if (fits(*glob, strchr(*glob, '/') ? path : base))
			return true;
	return false;
}

/* Suffixes of what is never recognized by its bytes. Sorted. Everything else
 * that fits no glob is looked into: a script may have any name. */
static const char *const plain_suffixes[] = {
	"7z",	"a",	"avi",	"bmp",	"bz2",	"c",	"cc",	 "class",
	"cpp",	"css",	"csv",	"dll",	"doc",	"docx", "dylib", "eot",
	"exe",	"flac", "gif",	"go",	"gz",	"h",	"hpp",	 "htm",
	"html", "icns", "ico",	"jar",	"java", "jpeg", "jpg",	 "js",
	"jsx",	"less", "lock", "map",	"md",	"mkv",	"mo",	 "mov",
	"mp3",	"mp4",	"o",	"ods",	"odt",	"ogg",	"otf",	 "pdf",
	"png",	"po",	"pot",	"ppt",	"pptx", "psd",	"pyc",	 "rar",
	"rb",	"rs",	"rst",	"sass", "scss", "snap", "so",	 "svg",
	"svgz", "swf",	"tar",	"tgz",	"tif",	"tiff", "ts",	 "tsx",
	"ttf",	"vue",	"wav",	"webm", "webp", "woff", "woff2", "xls",
	"xlsx", "xz",	"zip",
};

static int compare_suffix(const void *key, const void *element)
{
	return g_ascii_strcasecmp(key, *(const char *const *)element);
}

static bool is_plain(const char *path)
{
	const char *dot = strrchr(base_name(path), '.');

	return dot &&
	       bsearch(dot + 1, plain_suffixes, G_N_ELEMENTS(plain_suffixes),
		       sizeof(char *), compare_suffix);
}

/*
 * Among the analyzers whose glob fits, the one that recognizes the bytes
 * wins over one that does not look; without a glob that fits, the first that
 * recognizes them.
 */
const struct analyzer *analyzer_for(const char *path, const char *head,
				    size_t size, bool *unsure)
{
	const struct analyzer *plain = NULL;

	*unsure = false;
	for (const struct analyzer *const *a = analyzers; *a; a++) {
		if (!fits_glob(*a, path))
			continue;
		if (!(*a)->recognizes)
			plain = plain ? plain : *a;
		else if (!head)
			*unsure = true;
		else if ((*a)->recognizes(path, head, size))
			return *a;
	}
	if (plain || *unsure)
		return plain;
	if (is_plain(path))
		return NULL;
	if (!head) {
		*unsure = true;
		return NULL;
	}
	for (const struct analyzer *const *a = analyzers; *a; a++)
		if ((*a)->recognizes && (*a)->recognizes(path, head, size))
			return *a;
	return NULL;
}

void analyze(struct analysis *analysis, struct text *text)
{
	const struct analyzer *analyzer = analyzer_find(text->language);

	if (!analyzer)
		analysis_gap(analysis, text, REASON_NO_ANALYZER,
			     text_line(text, 0), text->language);
	else if (text->depth > TEXT_DEPTH_MAX)
		analysis_gap(analysis, text, REASON_TOO_DEEP,
			     text_line(text, 0), NULL);
	else
		analyzer->analyze(analysis, text);
}

static void deliver_bytes(struct analysis *analysis, struct fact *fact)
{
	fact_encode(fact, analysis->payload);
}

void analyze_to_bytes(struct text *text, GByteArray *bytes)
{
	struct arena arena;
	struct analysis analysis = {
		.arena = &arena, .deliver = deliver_bytes, .payload = bytes};

	text->stream = true;
	arena_init(&arena);
	analyze(&analysis, text);
	arena_release(&arena);
	text_release(text);
}

void analysis_fact(struct analysis *analysis, const struct text *text,
		   struct fact *fact)
{
	if (fact->via == VIA_NONE)
		fact->via = text->via;
	if (fact->scope == SCOPE_NONE)
		fact->scope = text->scope;
	if (fact->confidence == CONFIDENCE_NONE)
		fact->confidence = CONFIDENCE_CERTAIN;
	if (text->confidence != CONFIDENCE_NONE)
		fact->confidence = MIN(fact->confidence, text->confidence);
	if (!fact->accessor.object.name.n_parts && text->reader)
		fact->accessor = *text->reader;
	if (fact->place.end_line < fact->place.line)
		fact->place.end_line = fact->place.line;
	analysis->deliver(analysis, fact);
}

void analysis_gap(struct analysis *analysis, const struct text *text,
		  enum reason reason, uint32_t line, const char *detail)
{
	struct fact *fact = ARENA_NEW(analysis->arena, struct fact);

	fact->kind = FACT_GAP;
	fact->place.line = line;
	fact->as.gap.reason = reason;
	fact->as.gap.detail = arena_strdup(analysis->arena, detail);
	analysis_fact(analysis, text, fact);
}

void analysis_guest(struct analysis *analysis, struct text *guest)
{
	analyze(analysis, guest);
	text_release(guest);
}

uint32_t analysis_ordinal(struct analysis *analysis)
{
	return ++analysis->ordinal;
}
