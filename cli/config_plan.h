/*
 * config_plan.h - the part of unmoor.yaml that says how the team wants to
 * move.
 *
 *	plan:
 *	  slice_tables: 25            # a slice has at most so many tables
 *	  wave_slices: 3              # a wave at most so many slices
 *	  downtime: 60m               # what is tolerated: none, 30m, 4h, 2d
 *	  reference: [public.regions] # goes first, as a copy
 *	  first: [stock.lots]         # the slices of these
 *	  last: [public.staff]
 *	  together: [[public.orders, public.customers]]
 *	  apart: [[public.orders, stock.lots]]
 *	  slices:                     # the slice that a table will be in
 *	    public.orders:
 *	      name: ordering
 *	      value: high             # low, normal, high
 *	      downtime: none
 *	      rehearsal: planned      # none, planned, done
 *	      approver: "@desk"
 *	  teams:                      # skills: cdc, postgresql, mysql
 *	    "@desk": [cdc, postgresql]
 *
 * Tables are named as on the command line; they are looked up when a plan is
 * made. The configuration owns its strings.
 */
#ifndef CLI_CONFIG_PLAN_H
#define CLI_CONFIG_PLAN_H

#include "cli/yaml.h"
#include "graph/plan/plan.h"

/* Names of tables that stand in one list. */
struct config_tables {
	char **names; /* ends with NULL */
	unsigned line;
};

/* What is said of the slice of a table. */
struct config_slice {
	char *table, *name, *approver; /* the last two perhaps NULL */
	enum plan_value value;
	enum plan_rehearsal rehearsal;
	uint32_t downtime;
	unsigned line;
};

struct config_team {
	char *owner;
	uint32_t skills;
};

struct config_plan {
	uint32_t slice_tables, wave_slices, downtime;
	struct config_tables reference, first, last;
	GArray *together, *apart; /* struct config_tables */
	GArray *slices;		  /* struct config_slice, in their order */
	GArray *teams;		  /* struct config_team */
};

/* With what counts where nothing is said. */
struct config_plan *config_plan_new(void);
void config_plan_free(struct config_plan *plan);

/* False with an error that names the line. */
bool config_read_plan(struct yaml *yaml, struct fy_node *node,
		      struct config_plan *plan);

#endif
