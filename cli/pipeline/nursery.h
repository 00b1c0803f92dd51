/*
 * nursery.h - the process that forks workers.
 *
 * It is forked while the scan is still small and has nothing open, and does
 * nothing but fork again when asked. It ends with the scan, and all workers
 * end with it.
 */
#ifndef CLI_PIPELINE_NURSERY_H
#define CLI_PIPELINE_NURSERY_H

#include <stdbool.h>
#include <sys/types.h>

struct nursery {
	int socket;
	pid_t pid;
};

/* False with errno set. */
bool nursery_start(struct nursery *nursery);
void nursery_stop(struct nursery *nursery);

/* A new worker: its process id, and our end of its socket, which does not
 * block. -1 with errno set. */
pid_t nursery_fork(struct nursery *nursery, int *socket);

#endif
