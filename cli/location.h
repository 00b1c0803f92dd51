/*
 * location.h - names and locations of sources.
 *
 * A SOURCE of the command line is LOCATION or NAME=LOCATION; without a name
 * it has the base name of its location. The store keeps a location so that it
 * is found again when the map and what lies beside it move together.
 */
#ifndef CLI_LOCATION_H
#define CLI_LOCATION_H

#include <glib.h>

/* Splits a SOURCE: the name is new (g_free()), the location a part of it. */
char *location_name(const char *source, const char **location);

/* The location as the store keeps it: relative to the folder of `map` if it
 * lies below that, else absolute; without password. g_free(). */
char *location_given(const char *location, const char *map);

/* The way back, relative to where we are. g_free(). */
char *location_of(const char *given, const char *map);

/*
 * Everybody on the machine may read the arguments of a process: replaces those
 * that have a password by copies and overwrites what stood there. Before any
 * process is forked; the copies live as long as the program.
 */
void location_hide(int argc, char **argv);

#endif
