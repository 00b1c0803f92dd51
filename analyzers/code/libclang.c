#include "analyzers/code/libclang.h"

#include <dlfcn.h>
#include <glib.h>
#include <string.h>
#include <unistd.h>

/* Nothing lies in it, and nothing outside of it is looked at. */
static const char overlay[] =
	"{'version': 0, 'fallthrough': 'false', 'roots': []}";

#define FLAGS_MAX 512

/* A path at which the overlay can be read once; its file, or -1. A pipe, for
 * a worker may not write files. */
static int overlay_open(char *flag, size_t size)
{
	int ends[2];
	bool written;

	if (pipe(ends) != 0)
		return -1;
	written = write(ends[1], overlay, sizeof(overlay) - 1) ==
		  (ssize_t)sizeof(overlay) - 1;
	close(ends[1]);
	if (!written) {
		close(ends[0]);
		return -1;
	}
	g_snprintf(flag, (gulong)size, "-ivfsoverlay/proc/self/fd/%d", ends[0]);
	return ends[0];
}

CXTranslationUnit libclang_parse(const struct libclang *library,
				 struct CXUnsavedFile *texts, unsigned n_texts,
				 const char *const *flags, unsigned n_flags)
{
	static const char *const always[] = {
		"-nostdinc",
		"-nostdinc++",
		"-nobuiltininc",
		"--target=x86_64-unknown-linux-gnu",
		"-w",
		"-ferror-limit=0",
		"-fno-color-diagnostics",
		"-fno-spell-checking",
	};
	const char *given[G_N_ELEMENTS(always) + FLAGS_MAX + 1];
	char wall[64];
	int file = overlay_open(wall, sizeof(wall));
	CXTranslationUnit unit = NULL;
	int n = 0;

	if (file < 0)
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(always); i++)
		given[n++] = always[i];
	for (unsigned i = 0; i < MIN(n_flags, FLAGS_MAX); i++)
		given[n++] = flags[i];
	given[n++] = wall;
	if (library->parseTranslationUnit2(
		    library->index, texts[0].Filename, given, n, texts, n_texts,
		    CXTranslationUnit_DetailedPreprocessingRecord |
			    CXTranslationUnit_KeepGoing,
		    &unit) != CXError_Success)
		unit = NULL;
	close(file);
	return unit;
}

/* --- loading --- */

static bool load(struct libclang *library)
{
	void *handle =
		dlopen(G_STRINGIFY(LIBCLANG_FILE), RTLD_LAZY | RTLD_LOCAL);

	if (!handle)
		return false;
#define LIBCLANG_LOAD(name)                                                    \
	do {                                                                   \
		void *symbol = dlsym(handle, "clang_" #name);                  \
		if (!symbol)                                                   \
			return false;                                          \
		memcpy(&library->name, &symbol, sizeof(symbol));               \
	} while (0);
	LIBCLANG_FUNCTIONS(LIBCLANG_LOAD)
#undef LIBCLANG_LOAD
	return true;
}

struct sighting {
	const struct libclang *library;
	bool own, foreign;
};

static enum CXChildVisitResult see(CXCursor cursor, CXCursor parent,
				   CXClientData payload)
{
	struct sighting *sighting = payload;
	CXString name = sighting->library->getCursorSpelling(cursor);
	const char *word = sighting->library->getCString(name);

	(void)parent;
	sighting->own |= g_strcmp0(word, "own_text") == 0;
	sighting->foreign |= g_strcmp0(word, "foreign_text") == 0;
	sighting->library->disposeString(name);
	return CXChildVisit_Continue;
}

/* Whether what is given is seen, and a file that surely is there is not. */
static bool is_shut_in(const struct libclang *library)
{
	static const char text[] = "#include \"" LIBCLANG_ROOT "a.h\"\n"
				   "#if __has_include(\"/proc/self/stat\")\n"
				   "int foreign_text;\n"
				   "#endif\n";
	static const char header[] = "int own_text;\n";
	struct CXUnsavedFile texts[] = {
		{LIBCLANG_ROOT "a.c", text, sizeof(text) - 1},
		{LIBCLANG_ROOT "a.h", header, sizeof(header) - 1},
	};
	struct sighting sighting = {library, false, false};
	CXTranslationUnit unit = libclang_parse(library, texts, 2, NULL, 0);

	if (!unit)
		return false;
	library->visitChildren(library->getTranslationUnitCursor(unit), see,
			       &sighting);
	library->disposeTranslationUnit(unit);
	return sighting.own && !sighting.foreign;
}

const struct libclang *libclang_ready(void)
{
	static struct libclang library;
	static enum { UNTRIED, READY, ABSENT } state;

	if (state == UNTRIED) {
		state = ABSENT;
		if (load(&library)) {
			library.index = library.createIndex(0, 0);
			library.toggleCrashRecovery(0);
			if (library.index && is_shut_in(&library))
				state = READY;
		}
	}
	return state == READY ? &library : NULL;
}
