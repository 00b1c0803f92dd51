/*
 * macro.h - what a use of a macro stands for.
 *
 * libclang tells which macro is used where, and where it is defined, but not
 * what comes out: this does, by the rules of C (arguments are expanded before
 * they are put in, "#" and "##" see them as written, a macro is not expanded
 * in what it gives itself). Definitions come in the order in which the
 * preprocessor saw them; a later one of a name takes the place of the earlier.
 *
 * It is no preprocessor: an #undef is not seen, so that a name which is gone
 * may still be expanded inside of another macro; and arguments that begin
 * inside of a macro and end behind its use are not put together.
 *
 *	struct macros *macros = macros_new();
 *	macros_define(macros, "Q(t) \"SELECT 1 FROM \" t", 24);
 *	macros_expand(macros, "Q(\"a\")", 6, out);	gives "SELECT 1 FROM "
 *"a"
 */
#ifndef ANALYZERS_CODE_MACRO_H
#define ANALYZERS_CODE_MACRO_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* No use of a macro may become more tokens. */
#define MACRO_TOKENS_MAX 20000

struct macros;

struct macros *macros_new(void);
void macros_free(struct macros *macros);

/* Takes what stands behind "#define": a name, parameters, the body; up to the
 * end of the bytes. The bytes must live as long as the macros. What is no
 * definition is left out. */
void macros_define(struct macros *macros, const char *bytes, size_t size);

/* Whether there is a macro of that name. */
bool macros_has(const struct macros *macros, const char *name, size_t size);

/* Appends what the bytes become, on one line. False, with nothing appended,
 * when it would be too much. */
bool macros_expand(struct macros *macros, const char *bytes, size_t size,
		   GString *out);

#endif
