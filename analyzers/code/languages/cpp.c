/* C++: the row of its data, and the analyzer. */
#include "analyzers/code/c_family.h"
#include "analyzers/code/clang.h"
#include "scm.h"

const void *tree_sitter_cpp(void);

static const char *const none[] = {NULL};
static const char *const self[] = {"this", NULL};
static const char *const stream_ends[] = {"endl", "ends", "flush", NULL};
static const struct orm *const orms[] = {NULL};

/* On top of what C calls: std::format and its kin. */
static const struct code_language language = {
	.name = "cpp",
	.grammar = {tree_sitter_cpp, scm_cpp, &scm_cpp_size, c_matters},
	.sinks = c_sinks,
	.calls = c_calls,
	.dialects = c_dialects,
	.quiet = c_quiet,
	.quiet_parts = c_quiet_parts,
	.prints = c_prints,
	.quiet_words = none,
	.receivers = c_receivers,
	.telling = c_telling,
	.self = self,
	.constructors = none,
	.package_files = none,
	.orms = orms,
	.prepare = c_prepare,
	.string_content = c_string_content,
	.buffers = c_buffers,
	.given = c_given,
	.connectors = c_connectors,
	.clients = c_clients,
	.stream_ends = stream_ends,
	.global = true,
	.formats = true,
	.qualified = true,
};

static const char *const files[] = {"*.cc",  "*.cpp", "*.cxx", "*.c++", "*.C",
				    "*.hh",  "*.hpp", "*.hxx", "*.h++", "*.ipp",
				    "*.tcc", "*.h",   "*.inl", NULL};

static bool recognizes(const char *name, const char *head, size_t size)
{
	if (g_str_has_suffix(name, ".h"))
		return c_is_cpp_header(head, size);
	for (const char *const *glob = files; *glob; glob++)
		if (g_str_has_suffix(name, *glob + 1))
			return true;
	return false;
}

static void analyze_cpp(struct analysis *analysis, struct text *text)
{
	code_analyze(&language, analysis, text);
}

const struct analyzer analyzer_cpp = {
	.name = "cpp",
	.files = files,
	.recognizes = recognizes,
	.may_access = c_may_access,
	.analyze = analyze_cpp,
	.deepen = clang_deepen,
};
