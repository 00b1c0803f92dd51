/*
 * shell.h - what other readers of jobs ask of the shell's reader.
 */
#ifndef ANALYZERS_JOBS_SHELL_H
#define ANALYZERS_JOBS_SHELL_H

#include "analyzers/analyzer.h"

/* What a command runs, for people: the base name of the first script or
 * database client in it, else of the first program. Never NULL; in the arena
 * of the analysis; no facts are delivered. */
const char *shell_command_name(struct analysis *analysis, struct text *text);

#endif
