/*
 * config_policy.h - the part of unmoor.yaml that says what may still be read
 * and written.
 *
 *	policy:
 *	  frozen: [public.orders, "billing.*"]
 *	  retired: [couriers]
 *	  exemptions:
 *	    - accessor: api/jobs/export.py#run
 *	      object: public.orders
 *	      operations: [select]
 *	      reason: the last export of the year
 *	      until: 2026-01-31
 */
#ifndef CLI_CONFIG_POLICY_H
#define CLI_CONFIG_POLICY_H

#include "cli/yaml.h"
#include "graph/check/policy.h"

/* False with an error that names the line. */
bool config_read_policy(struct yaml *yaml, struct fy_node *node,
			struct policy *policy);

/* One exemption, as exemptions of a policy and entries of a baseline are
 * written; exemption_clear() it both ways. */
bool config_read_exemption(struct yaml *yaml, struct fy_node *node,
			   struct exemption *exemption);

#endif
