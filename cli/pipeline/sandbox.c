#include "cli/pipeline/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED true
#endif
#endif
#ifndef SANITIZED
#define SANITIZED false
#endif

/* Later than the kernel headers that we build with. */
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif

static void limit(int resource, rlim_t value)
{
	const struct rlimit to = {value, value};

	setrlimit(resource, &to);
}

/* Every right to change files that the kernel knows, and no rule that gives
 * one of them anywhere. */
static void deny_writes(void)
{
	static const __u64 rights[] = {
		LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
			LANDLOCK_ACCESS_FS_REMOVE_FILE |
			LANDLOCK_ACCESS_FS_MAKE_CHAR |
			LANDLOCK_ACCESS_FS_MAKE_DIR |
			LANDLOCK_ACCESS_FS_MAKE_REG |
			LANDLOCK_ACCESS_FS_MAKE_SOCK |
			LANDLOCK_ACCESS_FS_MAKE_FIFO |
			LANDLOCK_ACCESS_FS_MAKE_BLOCK |
			LANDLOCK_ACCESS_FS_MAKE_SYM,
		LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_REFER,
		LANDLOCK_ACCESS_FS_TRUNCATE,
	};
	struct landlock_ruleset_attr rules = {0};
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
			       LANDLOCK_CREATE_RULESET_VERSION);
	int ruleset;

	if (version < 1)
		return;
	for (long i = 0; i < MIN(version, (long)G_N_ELEMENTS(rights)); i++)
		rules.handled_access_fs |= rights[i];
	ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules,
			       sizeof(rules), 0);
	if (ruleset < 0)
		return;
	syscall(SYS_landlock_restrict_self, ruleset, 0);
	close(ruleset);
}

/* What no reader of bytes ever needs. */
static const int denied_calls[] = {
	SCMP_SYS(accept),
	SCMP_SYS(accept4),
	SCMP_SYS(add_key),
	SCMP_SYS(bind),
	SCMP_SYS(bpf),
	SCMP_SYS(chmod),
	SCMP_SYS(chown),
	SCMP_SYS(chroot),
	SCMP_SYS(connect),
	SCMP_SYS(creat),
	SCMP_SYS(execve),
	SCMP_SYS(execveat),
	SCMP_SYS(fchmod),
	SCMP_SYS(fchmodat),
	SCMP_SYS(fchown),
	SCMP_SYS(fchownat),
	SCMP_SYS(fork),
	SCMP_SYS(ftruncate),
	SCMP_SYS(io_uring_setup),
	SCMP_SYS(kexec_load),
	SCMP_SYS(keyctl),
	SCMP_SYS(kill),
	SCMP_SYS(lchown),
	SCMP_SYS(link),
	SCMP_SYS(linkat),
	SCMP_SYS(listen),
	SCMP_SYS(mkdir),
	SCMP_SYS(mkdirat),
	SCMP_SYS(mknod),
	SCMP_SYS(mknodat),
	SCMP_SYS(mount),
	SCMP_SYS(open_by_handle_at),
	SCMP_SYS(perf_event_open),
	SCMP_SYS(pivot_root),
	SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev),
	SCMP_SYS(ptrace),
	SCMP_SYS(rename),
	SCMP_SYS(renameat),
	SCMP_SYS(renameat2),
	SCMP_SYS(request_key),
	SCMP_SYS(rmdir),
	SCMP_SYS(setns),
	SCMP_SYS(socket),
	SCMP_SYS(socketpair),
	SCMP_SYS(symlink),
	SCMP_SYS(symlinkat),
	SCMP_SYS(truncate),
	SCMP_SYS(umount2),
	SCMP_SYS(unlink),
	SCMP_SYS(unlinkat),
	SCMP_SYS(unshare),
	SCMP_SYS(userfaultfd),
	SCMP_SYS(utimensat),
	SCMP_SYS(vfork),
};

static void deny_open(scmp_filter_ctx filter, int call, unsigned argument,
		      unsigned flag)
{
	seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 1,
			 SCMP_CMP(argument, SCMP_CMP_MASKED_EQ, flag, flag));
}

static void deny_calls(void)
{
	static const unsigned flags[] = {O_WRONLY, O_RDWR, O_CREAT, O_TRUNC};
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	if (!filter)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(denied_calls); i++)
		seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), denied_calls[i],
				 0);
	for (size_t i = 0; i < G_N_ELEMENTS(flags); i++) {
		deny_open(filter, SCMP_SYS(open), 1, flags[i]);
		deny_open(filter, SCMP_SYS(openat), 2, flags[i]);
	}
	/* Threads, which share memory, are allowed; processes are not. Of the
	 * calls whose flags lie in memory, libraries know an older form. */
	seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
			 SCMP_CMP(0, SCMP_CMP_MASKED_EQ, CLONE_VM, 0));
	seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(openat2), 0);
	seccomp_load(filter);
	seccomp_release(filter);
}

void sandbox_enter(void)
{
	limit(RLIMIT_CORE, 0);
	if (SANITIZED)
		return;
	limit(RLIMIT_DATA, SANDBOX_MEMORY);
	limit(RLIMIT_FSIZE, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	deny_writes();
	deny_calls();
}

void sandbox_timer(unsigned seconds)
{
	const struct itimerval timer = {{0, 0}, {seconds, 0}};

	setitimer(ITIMER_PROF, &timer, NULL);
}
