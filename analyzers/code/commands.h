/*
 * commands.h - compile_commands.json: how each unit of a source is compiled.
 *
 * The file was made on another machine and names folders there. Where a
 * unit's file lies in the source tells which folder of that machine the
 * source is: the end of its path that the source has, the longest. Taken over
 * are -D, -U, -std and those -I that lie in the source; nothing else. Of
 * several commands for a unit the first counts. A broken file is the blind
 * spot of its own text; what stands before the break is used.
 *
 *	struct commands *commands = commands_read(bytes, size, has, payload);
 *	const char *const *flags = commands_flags(commands, "src/a.c");
 */
#ifndef ANALYZERS_CODE_COMMANDS_H
#define ANALYZERS_CODE_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

#define COMMANDS_NAME "compile_commands.json"

struct commands;

/* Never NULL. `has` tells whether the source has a text of that path. */
struct commands *commands_read(const char *bytes, size_t size,
			       bool (*has)(const char *path, void *payload),
			       void *payload);
void commands_free(struct commands *commands);

/* The flags of a unit as struct unit has them (NULL: it is not compiled);
 * they live as long as the commands. */
const char *const *commands_flags(const struct commands *commands,
				  const char *path);

#endif
