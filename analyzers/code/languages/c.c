/* C: the row of its data, and the analyzer. */
#include "analyzers/code/c_family.h"
#include "analyzers/code/clang.h"
#include "scm.h"

const void *tree_sitter_c(void);

static const char *const none[] = {NULL};
static const struct orm *const orms[] = {NULL};

static const struct code_language language = {
	.name = "c",
	.grammar = {tree_sitter_c, scm_c, &scm_c_size, c_matters},
	.sinks = c_sinks,
	.calls = c_calls,
	.dialects = c_dialects,
	.quiet = c_quiet,
	.quiet_parts = c_quiet_parts,
	.prints = c_prints,
	.quiet_words = none,
	.receivers = c_receivers,
	.telling = c_telling,
	.self = none,
	.constructors = none,
	.package_files = none,
	.orms = orms,
	.prepare = c_prepare,
	.string_content = c_string_content,
	.buffers = c_buffers,
	.given = c_given,
	.connectors = c_connectors,
	.clients = c_clients,
	.stream_ends = none,
	.global = true,
	.formats = true,
};

/* .pgc, .pc, .ec, .sqc: C with embedded SQL, before its precompiler. */
static const char *const files[] = {"*.c",  "*.h",   "*.pgc", "*.pc",
				    "*.ec", "*.sqc", "*.inc", NULL};

static bool recognizes(const char *name, const char *head, size_t size)
{
	if (g_str_has_suffix(name, ".pc")) /* of pkg-config, or Pro*C */
		return memmem(head, size, "#include", 8) != NULL;
	if (g_str_has_suffix(name, ".inc"))
		return memmem(head, size, "#include", 8) != NULL ||
		       memmem(head, size, "#define", 7) != NULL;
	if (g_str_has_suffix(name, ".h"))
		return !c_is_cpp_header(head, size);
	for (const char *const *glob = files; *glob; glob++)
		if (g_str_has_suffix(name, *glob + 1))
			return true;
	return false;
}

static void analyze_c(struct analysis *analysis, struct text *text)
{
	const char *name = text->name ? text->name : "";

	if (text->dialect == DIALECT_GENERIC && g_str_has_suffix(name, ".pgc"))
		text->dialect = DIALECT_POSTGRESQL;
	if (text->dialect == DIALECT_GENERIC && g_str_has_suffix(name, ".pc"))
		text->dialect = DIALECT_ORACLE;
	code_analyze(&language, analysis, text);
}

const struct analyzer analyzer_c = {
	.name = "c",
	.files = files,
	.recognizes = recognizes,
	.may_access = c_may_access,
	.analyze = analyze_c,
	.deepen = clang_deepen,
};
