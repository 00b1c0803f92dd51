/*
 * version.h - the version of the program and of the map's JSON.
 *
 * MAP_FORMAT rises when a field of the JSON is renamed or goes; fields may be
 * added without. The format of the map's tables is STORE_FORMAT.
 */
#ifndef GRAPH_VERSION_H
#define GRAPH_VERSION_H

#define UNMOOR_VERSION "0.1.0"

enum { MAP_FORMAT = 1 };

#endif
