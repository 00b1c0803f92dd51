#include "cli/pipeline/nursery.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/pipeline/sandbox.h"
#include "cli/pipeline/worker.h"

/* A descriptor travels beside one byte. */
union control {
	char bytes[CMSG_SPACE(sizeof(int))];
	struct cmsghdr align;
};

static bool send_descriptor(int socket, int descriptor)
{
	char byte = 0;
	struct iovec data = {&byte, 1};
	union control control = {{0}};
	struct msghdr message = {.msg_iov = &data,
				 .msg_iovlen = 1,
				 .msg_control = control.bytes,
				 .msg_controllen = sizeof(control.bytes)};
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(head), &descriptor, sizeof(int));
	return sendmsg(socket, &message, MSG_NOSIGNAL) == 1;
}

/* -1 when the other end is gone. */
static int receive_descriptor(int socket)
{
	char byte;
	struct iovec data = {&byte, 1};
	union control control;
	struct msghdr message = {.msg_iov = &data,
				 .msg_iovlen = 1,
				 .msg_control = control.bytes,
				 .msg_controllen = sizeof(control.bytes)};
	struct cmsghdr *head;
	int descriptor = -1;
	ssize_t got;

	do {
		got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
	} while (got < 0 && errno == EINTR);
	head = got == 1 ? CMSG_FIRSTHDR(&message) : NULL;
	if (head && head->cmsg_type == SCM_RIGHTS)
		memcpy(&descriptor, CMSG_DATA(head), sizeof(int));
	return descriptor;
}

/* What is left of the terminal's signals and streams: a worker ends with its
 * socket, and what a library prints when it aborts is of no use to users. */
static void detach(void)
{
	int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);

	dup2(nothing, STDIN_FILENO);
	dup2(nothing, STDOUT_FILENO);
#ifndef __SANITIZE_ADDRESS__
	dup2(nothing, STDERR_FILENO);
#endif
	close(nothing);
}

static void close_others(int socket)
{
	if (socket > STDERR_FILENO + 1)
		close_range(STDERR_FILENO + 1, (unsigned)socket - 1, 0);
	close_range((unsigned)socket + 1, ~0u, 0);
}

static void run_worker(int socket, pid_t nursery)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != nursery)
		_exit(1);
	close_others(socket);
	sandbox_enter();
	worker_run(socket);
}

static void run_nursery(int socket, pid_t scan)
{
	pid_t self = getpid();
	int worker;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != scan)
		_exit(1);
	signal(SIGCHLD, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	detach();
	close_others(socket);
	while ((worker = receive_descriptor(socket)) >= 0) {
		pid_t pid = fork();

		if (pid == 0)
			run_worker(worker, self);
		if (pid < 0)
			pid = -errno;
		close(worker);
		if (write(socket, &pid, sizeof(pid)) != sizeof(pid))
			break;
	}
	_exit(0);
}

bool nursery_start(struct nursery *nursery)
{
	int pair[2];
	pid_t self = getpid();

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return false;
	nursery->pid = fork();
	if (nursery->pid == 0)
		run_nursery(pair[1], self);
	close(pair[1]);
	nursery->socket = pair[0];
	if (nursery->pid > 0)
		return true;
	close(pair[0]);
	return false;
}

void nursery_stop(struct nursery *nursery)
{
	close(nursery->socket);
	while (waitpid(nursery->pid, NULL, 0) < 0 && errno == EINTR)
		;
}

/* Reads the answer; 0 when the nursery is gone. */
static pid_t receive_pid(int socket)
{
	pid_t pid = 0;
	ssize_t got;

	do {
		got = recv(socket, &pid, sizeof(pid), MSG_WAITALL);
	} while (got < 0 && errno == EINTR);
	return got == sizeof(pid) ? pid : 0;
}

pid_t nursery_fork(struct nursery *nursery, int *socket)
{
	int pair[2];
	pid_t pid = 0;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return -1;
	if (send_descriptor(nursery->socket, pair[1]))
		pid = receive_pid(nursery->socket);
	close(pair[1]);
	if (pid > 0) {
		fcntl(pair[0], F_SETFL, O_NONBLOCK);
		*socket = pair[0];
		return pid;
	}
	close(pair[0]);
	errno = pid < 0 ? -pid : ECHILD;
	return -1;
}
