/*
 * clang_prelude.h - what units are given in place of the system's headers:
 * the names of types that most of them need, with nothing behind. Without
 * these, libclang drops the declarations that use them. Written for this
 * purpose; where a source brings a type of its own, the first one counts.
 */
#ifndef ANALYZERS_CODE_CLANG_PRELUDE_H
#define ANALYZERS_CODE_CLANG_PRELUDE_H

/* In parts, which end with NULL. */
extern const char *const clang_prelude_c[];
extern const char *const clang_prelude_cpp[];

#endif
