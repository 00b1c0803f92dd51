/*
 * libclang.h - the owner of libclang: loads it, parses one unit, shuts it in.
 *
 * Only workers call this. The library is large, so it is loaded when the
 * first unit comes and stays until the process ends; its crash recovery is
 * off, so that a crash ends the worker as any other does.
 *
 * The library never sees a file of this machine: it is given an overlay of
 * the file system that holds nothing, and every text by its bytes. Whether
 * the overlay holds is tried once, with a file that is there; where it does
 * not, nothing is parsed (libclang_ready() is false).
 */
#ifndef ANALYZERS_CODE_LIBCLANG_H
#define ANALYZERS_CODE_LIBCLANG_H

#include <clang-c/Index.h>
#include <stdbool.h>
#include <stddef.h>

/* Every function that is called, by its name without "clang_". */
#define LIBCLANG_FUNCTIONS(X)                                                  \
	X(Cursor_Evaluate)                                                     \
	X(Cursor_getArgument)                                                  \
	X(Cursor_getNumArguments)                                              \
	X(Cursor_getVarDeclInitializer)                                        \
	X(Cursor_isMacroBuiltin)                                               \
	X(Cursor_isNull)                                                       \
	X(EvalResult_dispose)                                                  \
	X(EvalResult_getAsInt)                                                 \
	X(EvalResult_getKind)                                                  \
	X(createIndex)                                                         \
	X(disposeOverriddenCursors)                                            \
	X(disposeSourceRangeList)                                              \
	X(disposeString)                                                       \
	X(disposeTranslationUnit)                                              \
	X(getCString)                                                          \
	X(getCanonicalType)                                                    \
	X(getCursorDefinition)                                                 \
	X(getCursorExtent)                                                     \
	X(getCursorKind)                                                       \
	X(getCursorLocation)                                                   \
	X(getCursorReferenced)                                                 \
	X(getCursorSemanticParent)                                             \
	X(getCursorSpelling)                                                   \
	X(getCursorType)                                                       \
	X(getExpansionLocation)                                                \
	X(getFile)                                                             \
	X(getFileName)                                                         \
	X(getOverriddenCursors)                                                \
	X(getPointeeType)                                                      \
	X(getRangeEnd)                                                         \
	X(getRangeStart)                                                       \
	X(getSkippedRanges)                                                    \
	X(getArrayElementType)                                                 \
	X(getSpellingLocation)                                                 \
	X(getTranslationUnitCursor)                                            \
	X(getTypeDeclaration)                                                  \
	X(isConstQualifiedType)                                                \
	X(isReference)                                                         \
	X(parseTranslationUnit2)                                               \
	X(toggleCrashRecovery)                                                 \
	X(visitChildren)

struct libclang {
#define LIBCLANG_FIELD(name) __typeof__(&clang_##name) name;
	LIBCLANG_FUNCTIONS(LIBCLANG_FIELD)
#undef LIBCLANG_FIELD
	CXIndex index;
};

/* The loaded library, or NULL: it is not there, lacks something, or its
 * overlay does not hold. Always the same answer in a process. */
const struct libclang *libclang_ready(void);

/* Paths begin with it in what the library is given. */
#define LIBCLANG_ROOT "/unit/"

/*
 * Parses the first of the texts, all of which are known by the name that they
 * have here, with the flags; errors do not stop it. NULL when nothing came of
 * it; else disposeTranslationUnit().
 */
CXTranslationUnit libclang_parse(const struct libclang *library,
				 struct CXUnsavedFile *texts, unsigned n_texts,
				 const char *const *flags, unsigned n_flags);

#endif
