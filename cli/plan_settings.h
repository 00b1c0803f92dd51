/*
 * plan_settings.h - what unmoor.yaml says about a plan, with its tables looked
 * up in the map.
 */
#ifndef CLI_PLAN_SETTINGS_H
#define CLI_PLAN_SETTINGS_H

#include "cli/config.h"
#include "graph/plan/plan.h"

/* The settings and what they borrow from; the configuration must live longer.
 * Free with plan_settings_clear(). */
struct cli_plan_settings {
	struct plan_settings settings;
	struct arena arena;
};

/* `config` may be NULL, `path` is for messages. False after a message: a name
 * that no table of the map has, or several. */
bool plan_settings_make(struct cli_plan_settings *made,
			const struct config *config, const char *path,
			const struct graph *graph);
void plan_settings_clear(struct cli_plan_settings *made);

#endif
