/*
 * c_family.h - what C and C++ have in common: the parts of their rows.
 *
 * Static data, and the functions of a row that both share.
 */
#ifndef ANALYZERS_CODE_C_FAMILY_H
#define ANALYZERS_CODE_C_FAMILY_H

#include "analyzers/code/code.h"

extern const struct code_sink c_sinks[];
extern const struct code_call_meaning c_calls[];
extern const struct code_buffer c_buffers[];
extern const struct code_given c_given[];
extern const struct code_dialect c_dialects[];
extern const struct code_connector c_connectors[];
extern const char *const c_clients[];
extern const char *const c_quiet[], *const c_quiet_parts[], *const c_prints[];
extern const char *const c_receivers[], *const c_telling[];

const char *c_prepare(struct code *code);
unsigned c_string_content(const char **start, const char **end);
/* Whether bytes that cannot be read hold an access. */
bool c_matters(const char *bytes, size_t size);
bool c_may_access(const char *bytes, size_t size);
/* Whether a header is C++, by its first bytes. */
bool c_is_cpp_header(const char *head, size_t size);

#endif
