/* Tables that are one: union and find. */

#include "graph/plan/plan_private.h"

void groups_init(struct groups *groups, uint32_t n)
{
	groups->n = n;
	groups->parent = g_new(uint32_t, n);
	groups->size = g_new(uint32_t, n);
	for (uint32_t i = 0; i < n; i++) {
		groups->parent[i] = i;
		groups->size[i] = 1;
	}
}

void groups_release(struct groups *groups)
{
	g_free(groups->parent);
	g_free(groups->size);
}

uint32_t groups_find(struct groups *groups, uint32_t member)
{
	while (groups->parent[member] != member) {
		groups->parent[member] = groups->parent[groups->parent[member]];
		member = groups->parent[member];
	}
	return member;
}

/* The smallest member names the group: halving paths keeps finding fast. */
uint32_t groups_join(struct groups *groups, uint32_t a, uint32_t b)
{
	uint32_t stays = MIN(a, b), goes = MAX(a, b);

	if (stays == goes)
		return stays;
	groups->parent[goes] = stays;
	groups->size[stays] += groups->size[goes];
	return stays;
}
