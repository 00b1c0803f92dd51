/* Which command a row of words runs: prefixes, scripts, interpreters. */

#include <string.h>

#include "analyzers/jobs/shell_run.h"

/* --- words of a call ------------------------------------------------------ */

const char *shell_argument(struct shell *shell, const struct shell_call *call,
			   uint32_t i)
{
	if (i >= call->n_fields)
		return "";
	return shell_value_text(shell->arena, &call->fields[i].values.items[0]);
}

const char *shell_base_name(struct shell *shell, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;

	if (g_str_has_suffix(base, ".exe"))
		return arena_strndup(shell->arena, base, strlen(base) - 4);
	return base;
}

struct shell_call shell_call_tail(const struct shell_call *call, uint32_t n)
{
	struct shell_call tail = *call;

	n = MIN(n, call->n_fields);
	tail.fields += n;
	tail.n_fields -= n;
	return tail;
}

void shell_note_run(struct shell *shell, const char *name, int rank)
{
	if (rank <= shell->runs_rank)
		return;
	shell->runs = name;
	shell->runs_rank = rank;
}

static bool is_one_of(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(word, *list) == 0)
			return true;
	return false;
}

/* --- commands that run the rest of their words ---------------------------- */

struct prefix {
	const char *name;
	const char *options; /* letters of the options that take a word */
	int skip;	     /* words of its own behind the options */
	const char *const *long_options; /* those that take a word */
};

static const struct prefix prefixes[] = {
	{"builtin", "", 0, NULL},
	{"caffeinate", "tw", 0, NULL},
	{"chpst", "ueUnmdofpcrt", 0, NULL},
	{"chronic", "", 0, NULL},
	{"chroot", "", 1, NULL},
	{"command", "", 0, NULL},
	{"cronic", "", 0, NULL},
	{"doas", "uC", 0, NULL},
	{"env", "uSC", 0, (const char *const[]){"--unset", "--chdir", NULL}},
	{"exec", "a", 0, NULL},
	{"flock", "wE", 1,
	 (const char *const[]){"--timeout", "--wait", "--conflict-exit-code",
			       NULL}},
	{"gosu", "", 1, NULL},
	{"ionice", "cnp", 0, NULL},
	{"nice", "n", 0, (const char *const[]){"--adjustment", NULL}},
	{"nohup", "", 0, NULL},
	{"noglob", "", 0, NULL},
	{"runuser", "ugGcs", 0, (const char *const[]){"--user", NULL}},
	{"setpriv", "", 0, NULL},
	{"setsid", "", 0, NULL},
	{"setuser", "", 1, NULL},
	{"sshpass", "pfPd", 0, NULL},
	{"stdbuf", "ioe", 0, NULL},
	{"su-exec", "", 1, NULL},
	{"sudo", "ugCDRhprTtU", 0,
	 (const char *const[]){"--user", "--group", "--host", NULL}},
	{"time", "fo", 0, NULL},
	{"timeout", "sk", 1,
	 (const char *const[]){"--signal", "--kill-after", NULL}},
	{"unbuffer", "", 0, NULL},
	{"watch", "n", 0, (const char *const[]){"--interval", NULL}},
	{"xargs", "adEIiLlnPs", 0,
	 (const char *const[]){"--arg-file", "--delimiter", "--max-args",
			       "--max-procs", "--max-lines", NULL}},
};

/* The first word behind the options, from word `at` on; options end at "--". */
static uint32_t skip_options(struct shell *shell, const struct shell_call *call,
			     uint32_t at, const char *with_value,
			     const char *const *long_with_value)
{
	for (; at < call->n_fields; at++) {
		const char *word = shell_argument(shell, call, at);

		if (strcmp(word, "--") == 0)
			return at + 1;
		if (word[0] != '-' || !word[1])
			return at;
		if (word[1] == '-')
			at += long_with_value &&
			      is_one_of(word, long_with_value);
		else if (!word[2] && strchr(with_value, word[1]))
			at++;
	}
	return at;
}

/* VAR=value words of env, sudo and docker hold for the command. */
static uint32_t skip_assignments(struct shell *shell, struct shell_call *call,
				 uint32_t at)
{
	for (; at < call->n_fields; at++) {
		const char *word = shell_argument(shell, call, at);
		const char *equals = strchr(word, '=');

		if (!equals || equals == word)
			break;
		for (const char *c = word; c < equals; c++)
			if (!g_ascii_isalnum(*c) && *c != '_')
				return at;
	}
	return at;
}

/* The output of what feeds xargs is unknown words behind the command's. */
static void add_unknown_words(struct shell *shell, struct shell_call *call)
{
	struct shell_field *fields = arena_alloc(
		shell->arena, (call->n_fields + 1) * sizeof(*fields));
	struct shell_run hole =
		shell_hole(shell, call->command->offset, "words of xargs", 14);
	struct shell_value value = {0};

	memcpy(fields, call->fields, call->n_fields * sizeof(*fields));
	shell_value_add(shell->arena, &value, &hole);
	shell_values_add(shell->arena, &fields[call->n_fields].values, &value);
	fields[call->n_fields].line = call->line;
	call->fields = fields;
	call->n_fields++;
}

void shell_replace_marks(struct shell *shell, struct shell_call *call,
			 const char *mark)
{
	struct shell_field *fields = arena_memdup(
		shell->arena, call->fields, call->n_fields * sizeof(*fields));

	for (uint32_t i = 0; i < call->n_fields; i++) {
		const struct shell_value *old = &fields[i].values.items[0];
		struct shell_value value = {0};
		bool found = false;

		for (uint32_t r = 0; r < old->n_runs; r++) {
			const struct shell_run *run = &old->runs[r];
			const char *hit =
				run->kind == RUN_TEXT
					? memmem(run->bytes, run->size, mark,
						 strlen(mark))
					: NULL;
			struct shell_run piece = *run;

			if (!hit) {
				shell_value_add(shell->arena, &value, run);
				continue;
			}
			found = true;
			piece.size = (uint32_t)(hit - run->bytes);
			shell_value_add(shell->arena, &value, &piece);
			piece.kind = RUN_HOLE;
			piece.bytes = hit;
			piece.size = (uint32_t)strlen(mark);
			piece.offset += run->verbatim
						? (uint32_t)(hit - run->bytes)
						: 0;
			shell_value_add(shell->arena, &value, &piece);
			piece.kind = RUN_TEXT;
			piece.bytes = hit + strlen(mark);
			piece.size = run->size -
				     (uint32_t)(piece.bytes - run->bytes);
			piece.offset +=
				run->verbatim ? (uint32_t)strlen(mark) : 0;
			shell_value_add(shell->arena, &value, &piece);
		}
		if (!found)
			continue;
		memset(&fields[i].values, 0, sizeof(fields[i].values));
		shell_values_add(shell->arena, &fields[i].values, &value);
	}
	call->fields = fields;
}

static void run_xargs(struct shell *shell, struct shell_call *call,
		      const struct shell_call *tail)
{
	struct shell_call inner = *tail;
	const char *mark = NULL;

	for (uint32_t i = 1; i < call->n_fields - tail->n_fields; i++) {
		const char *word = shell_argument(shell, call, i);

		if (strncmp(word, "-I", 2) == 0)
			mark = word[2] ? word + 2
				       : shell_argument(shell, call, i + 1);
		else if (strncmp(word, "-i", 2) == 0)
			mark = word[2] ? word + 2 : "{}";
	}
	shell->in = NULL;
	if (mark && *mark)
		shell_replace_marks(shell, &inner, mark);
	else
		add_unknown_words(shell, &inner);
	if (inner.n_fields)
		shell_run_call(shell, &inner);
}

static void run_shell_string(struct shell *shell, struct shell_call *call,
			     uint32_t at, bool other)
{
	if (at < call->n_fields)
		shell_run_text(shell, &call->fields[at].values.items[0], other);
}

static const struct prefix *find_prefix(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++)
		if (strcmp(name, prefixes[i].name) == 0)
			return &prefixes[i];
	return NULL;
}

static bool run_prefix(struct shell *shell, struct shell_call *call,
		       const char *name)
{
	const struct prefix *prefix = find_prefix(name);
	struct shell_call tail;
	uint32_t at;

	if (!prefix)
		return false;
	at = skip_options(shell, call, 1, prefix->options,
			  prefix->long_options);
	at += (uint32_t)prefix->skip;
	at = skip_assignments(shell, call, at);
	/* flock FILE -c "..." and runuser x -c "..." */
	if (strcmp(shell_argument(shell, call, at), "-c") == 0) {
		run_shell_string(shell, call, at + 1, true);
		return true;
	}
	tail = shell_call_tail(call, at);
	if (strcmp(name, "xargs") == 0)
		run_xargs(shell, call, &tail);
	else if (tail.n_fields)
		shell_run_call(shell, &tail);
	return true;
}

/* --- other shells --------------------------------------------------------- */

/* The word behind the first option that is `letter` or ends with it. */
static uint32_t find_option(struct shell *shell, const struct shell_call *call,
			    char letter)
{
	for (uint32_t i = 1; i < call->n_fields; i++) {
		const char *word = shell_argument(shell, call, i);
		size_t length = strlen(word);

		if (word[0] == '-' && word[1] != '-' && length > 1 &&
		    word[length - 1] == letter)
			return i + 1;
		if (word[0] != '-' && word[0] != '+')
			break;
	}
	return 0;
}

/* su [-] [user] -c "...", with the user before or behind. */
static void run_su(struct shell *shell, struct shell_call *call)
{
	for (uint32_t i = 1; i < call->n_fields; i++) {
		const char *word = shell_argument(shell, call, i);

		if (strcmp(word, "-c") == 0 || strcmp(word, "--command") == 0 ||
		    strcmp(word, "-lc") == 0)
			run_shell_string(shell, call, i + 1, true);
		else if (g_str_has_prefix(word, "--command="))
			shell_give_gap(shell, call, REASON_DYNAMIC_SQL, NULL,
				       "su --command=");
		else
			continue;
		return;
	}
	if (shell->in)
		shell_run_text(shell, shell->in, true);
}

static void run_script(struct shell *shell, struct shell_call *call,
		       uint32_t at)
{
	shell_give_call(shell, call, NODE_SCRIPT,
			&call->fields[at].values.items[0],
			call->fields[at].line);
	shell_print_hole(shell, call);
}

/* sh [options] [-c string | script | -s] */
static void run_sh(struct shell *shell, struct shell_call *call)
{
	uint32_t string = find_option(shell, call, 'c');
	uint32_t at = skip_options(shell, call, 1, "oO", NULL);

	if (string)
		run_shell_string(shell, call, string, true);
	else if (at < call->n_fields && !find_option(shell, call, 's'))
		run_script(shell, call, at);
	else if (shell->in)
		shell_run_text(shell, shell->in, true);
}

/* ssh [options] host [command ...]: one word is a script of its own, several
 * are a command as it is here. */
static void run_ssh(struct shell *shell, struct shell_call *call)
{
	uint32_t at =
		skip_options(shell, call, 1, "bcDEeFIiJLlmOopQRSWw", NULL) + 1;
	struct shell_call tail = shell_call_tail(call, at);

	if (tail.n_fields > 1)
		shell_run_call(shell, &tail);
	else if (tail.n_fields)
		run_shell_string(shell, &tail, 0, true);
	else if (shell->in)
		shell_run_text(shell, shell->in, true);
}

/* --- interpreters --------------------------------------------------------- */

struct interpreter {
	const char *name; /* the beginning of the program's name */
	const char *language;
	char string;	     /* the option with a program in the next word */
	const char *options; /* that take a word */
};

static const struct interpreter interpreters[] = {
	{"python", "python", 'c', "WX"}, {"pypy", "python", 'c', "WX"},
	{"perl", "perl", 'e', "I"},	 {"php", "php", 'r', "cdz"},
	{"ruby", "ruby", 'e', "I"},	 {"node", "javascript", 'e', "r"},
};

/* "python3.11" is "python"; "pythonize" is not. */
static const struct interpreter *find_interpreter(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(interpreters); i++) {
		size_t length = strlen(interpreters[i].name);

		if (strncmp(name, interpreters[i].name, length) == 0 &&
		    strspn(name + length, "0123456789.") ==
			    strlen(name + length))
			return &interpreters[i];
	}
	return NULL;
}

/* python -m app.jobs.nightly runs app/jobs/nightly.py. */
static void run_module(struct shell *shell, struct shell_call *call,
		       uint32_t at)
{
	char *path = g_strdelimit(
		arena_strdup(shell->arena, shell_argument(shell, call, at)),
		".", '/');
	struct shell_value value = {0};
	struct shell_run like = shell_hole(shell, call->command->offset, "", 0);

	shell_value_put(shell->arena, &value,
			arena_printf(shell->arena, "%s.py", path), &like);
	shell_give_call(shell, call, NODE_SCRIPT, &value,
			call->fields[at].line);
}

static bool run_interpreter(struct shell *shell, struct shell_call *call,
			    const char *name)
{
	const struct interpreter *interpreter = find_interpreter(name);
	uint32_t at, string, module;

	if (!interpreter)
		return false;
	at = skip_options(shell, call, 1, interpreter->options, NULL);
	string = find_option(shell, call, interpreter->string);
	module = find_option(shell, call, 'm');
	if (string && string < call->n_fields)
		shell_give_guest(shell, call,
				 &call->fields[string].values.items[0],
				 interpreter->language);
	else if (module && module < call->n_fields &&
		 strcmp(interpreter->language, "python") == 0)
		run_module(shell, call, module);
	else if (at < call->n_fields &&
		 strcmp(shell_argument(shell, call, at), "-") != 0)
		run_script(shell, call, at);
	else if (shell->in)
		shell_give_guest(shell, call, shell->in, interpreter->language);
	shell_print_hole(shell, call);
	return true;
}

/* --- containers ----------------------------------------------------------- */

static bool is_shell(const char *name)
{
	static const char *const shells[] = {"sh",	"bash", "dash", "ksh",
					     "ksh93",	"zsh",	"ash",	"rbash",
					     "busybox", NULL};

	return is_one_of(name, shells);
}

/*
 * docker exec [options] container command ..., kubectl exec pod -- command:
 * which options take a word is not worth a list, so the command is the first
 * word behind "exec" or "run" that is a client, a shell or a prefix. A
 * heuristic: a container that is called "psql" would prove it wrong, unless
 * the command behind it is one, too.
 */
static bool run_in_container(struct shell *shell, struct shell_call *call)
{
	bool inside = false;

	for (uint32_t i = 1; i < call->n_fields; i++) {
		const char *word = shell_argument(shell, call, i);
		const char *base = shell_base_name(shell, word);
		struct shell_call tail = shell_call_tail(call, i);
		const char *next = shell_argument(shell, call, i + 1);

		if (strcmp(word, "exec") == 0 || strcmp(word, "run") == 0 ||
		    strcmp(word, "--") == 0)
			inside = true;
		else if (inside && word[0] != '-' &&
			 (shell_is_client(base) || is_shell(base) ||
			  find_interpreter(base) || find_prefix(base) ||
			  strcmp(base, "su") == 0) &&
			 !shell_is_client(shell_base_name(shell, next))) {
			shell_run_call(shell, &tail);
			return true;
		}
	}
	return false;
}

/* --- scripts -------------------------------------------------------------- */

/* Programs of the system and of database servers are no scripts of the
 * estate, wherever they are installed. */
static bool is_of_system(const char *path)
{
	static const char *const programs[] = {"clusterdb",
					       "createdb",
					       "createuser",
					       "dropdb",
					       "dropuser",
					       "ecpg",
					       "initdb",
					       "mysql_config",
					       "mysql_install_db",
					       "mysql_upgrade",
					       "mysqladmin",
					       "mysqlcheck",
					       "mysqld",
					       "mysqld_safe",
					       "pg_basebackup",
					       "pg_config",
					       "pg_ctl",
					       "pg_isready",
					       "pg_rewind",
					       "pg_upgrade",
					       "postgres",
					       "postmaster",
					       "reindexdb",
					       "vacuumdb",
					       "java",
					       "make",
					       "nginx",
					       NULL};
	const char *base = strrchr(path, '/') + 1;

	static const char *const folders[] = {
		"/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/",
		"/dev/", "/proc/", NULL};

	for (const char *const *f = folders; *f; f++)
		if (g_str_has_prefix(path, *f) &&
		    !strchr(path + strlen(*f), '/'))
			return true;
	return is_one_of(base, programs);
}

static bool looks_like_script(const char *name)
{
	static const char *const endings[] = {".sh", ".bash", ".ksh", ".py",
					      ".pl", ".rb",   ".php", NULL};

	if (strchr(name, '/'))
		return !is_of_system(name);
	for (const char *const *e = endings; *e; e++)
		if (g_str_has_suffix(name, *e) && name[0] != '.')
			return true;
	return false;
}

/* --- anything else -------------------------------------------------------- */

/* Words behind which a client's name is no command: they talk about it. */
static bool talks_about(const char *name)
{
	static const char *const names[] = {
		"alias",   "apk",     "apt",	   "apt-get", "brew",
		"chmod",   "chown",   "cp",	   "dnf",     "docker",
		"dpkg",	   "hash",    "hash",	   "install", "kill",
		"killall", "kubectl", "ln",	   "logger",  "ls",
		"man",	   "mkdir",   "mv",	   "pacman",  "pgrep",
		"pidof",   "pkill",   "ps",	   "rm",      "rpm",
		"service", "snap",    "systemctl", "test",    "type",
		"wget",	   "whereis", "which",	   "yum",     "zypper",
		"[",	   "[[",      "curl",	   "tar",     "useradd",
		"find",	   "git",     NULL};

	return is_one_of(name, names);
}

/* retry 5 psql -c "...", run_logged query "...": an unknown command in front
 * of a client or of a function of the script. */
static bool run_behind_unknown(struct shell *shell, struct shell_call *call)
{
	for (uint32_t i = 1; i + 1 < call->n_fields; i++) {
		const char *word = shell_argument(shell, call, i);
		struct shell_call tail = shell_call_tail(call, i);

		tail.unsure = tail.behind = true;
		if (g_hash_table_contains(shell->functions, word) ||
		    (word[0] != '-' &&
		     shell_is_client(shell_base_name(shell, word)) &&
		     shell_argument(shell, call, i + 1)[0] == '-')) {
			shell_run_call(shell, &tail);
			return true;
		}
	}
	return false;
}

/* Commands whose words are for people. */
static bool tells_people(const char *name)
{
	static const char *const words[] = {
		"abort", "assert", "debug", "die",   "echo",   "err",  "fail",
		"info",	 "log",	   "mail",  "msg",   "notice", "note", "print",
		"say",	 "title",  "trace", "usage", "warn",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcasestr(name, words[i]))
			return true;
	return false;
}

/* ansible -a "mysql -e ...", tmux new -d 'psql -f x.sql': a word that is a
 * command of its own, by the client that it begins with. */
static bool run_words_as_commands(struct shell *shell, struct shell_call *call)
{
	bool any = false;

	for (uint32_t i = 1; i < call->n_fields; i++) {
		const char *text = shell_argument(shell, call, i);
		size_t length = strcspn(text, " ");

		if (g_str_has_prefix(text, "sudo ")) {
			text += 5;
			length = strcspn(text, " ");
		}
		if (!text[length] ||
		    !shell_is_client(shell_base_name(
			    shell, arena_strndup(shell->arena, text, length))))
			continue;
		run_shell_string(shell, call, i, true);
		any = true;
	}
	return any;
}

/* A whole statement given to a command that nobody here knows. */
static void judge_arguments(struct shell *shell, struct shell_call *call)
{
	for (uint32_t i = 1; i < call->n_fields; i++) {
		const struct shell_value *value =
			&call->fields[i].values.items[0];
		size_t size;
		const char *bytes =
			shell_value_bytes(shell->arena, value, &size);

		if (analysis_judge(bytes, size, DIALECT_GENERIC) ==
		    SQL_STATEMENT)
			shell_give_sql(shell, call, value, DIALECT_GENERIC,
				       CONFIDENCE_POSSIBLE);
	}
	if (shell->in && shell->in->n_runs) {
		size_t size;
		const char *bytes =
			shell_value_bytes(shell->arena, shell->in, &size);

		if (analysis_judge(bytes, size, DIALECT_GENERIC) ==
		    SQL_STATEMENT)
			shell_give_sql(shell, call, shell->in, DIALECT_GENERIC,
				       CONFIDENCE_POSSIBLE);
	}
}

/* $PSQL -c "...", run_psql -c "...", where nothing here says what that is:
 * its name does. A command that is not a variable has to have SQL, too. */
static bool run_by_name(struct shell *shell, struct shell_call *call,
			const char *word)
{
	const struct shell_value *value = &call->fields[0].values.items[0];
	const struct shell_run *only = shell_value_only(value);
	const char *client;
	struct shell_call guessed = *call;
	struct shell_value name = {0};

	if (only && only->kind == RUN_HOLE)
		word = arena_strndup(shell->arena, only->bytes, only->size);
	client = shell_client_in(word);
	if (!client || !value->n_runs)
		return false;
	guessed.behind = !only;
	shell_value_put(shell->arena, &name, client, value->runs);
	guessed.fields = arena_memdup(shell->arena, call->fields,
				      call->n_fields * sizeof(*call->fields));
	memset(&guessed.fields[0].values, 0, sizeof(struct shell_values));
	shell_values_add(shell->arena, &guessed.fields[0].values, &name);
	guessed.unsure = true;
	return shell_run_client(shell, &guessed) && guessed.gave;
}

static void run_unknown(struct shell *shell, struct shell_call *call,
			const char *name)
{
	shell_note_run(shell, name, 1);
	shell_print_hole(shell, call);
	if (talks_about(name) || run_by_name(shell, call, name))
		return;
	if (run_behind_unknown(shell, call) ||
	    (!tells_people(name) && run_words_as_commands(shell, call)))
		return;
	if (looks_like_script(shell_argument(shell, call, 0)))
		shell_give_call(shell, call, NODE_SCRIPT,
				&call->fields[0].values.items[0], call->line);
	else if (shell->sources)
		shell_give_import(shell, call);
	if (!tells_people(name))
		judge_arguments(shell, call);
}

void shell_run_command(struct shell *shell, struct shell_call *call)
{
	static const char *const containers[] = {"docker",  "docker-compose",
						 "podman",  "podman-compose",
						 "kubectl", "oc",
						 "nerdctl", "lxc",
						 "vagrant", NULL};
	const char *path = shell_argument(shell, call, 0);
	const char *name = shell_base_name(shell, path);

	if (shell->depth >= SHELL_CALLS_MAX || !*name)
		return;
	shell->depth++;
	if (shell_run_client(shell, call) || shell_run_builtin(shell, call) ||
	    run_prefix(shell, call, name) ||
	    (is_one_of(name, containers) && run_in_container(shell, call)) ||
	    run_interpreter(shell, call, name))
		;
	else if (strcmp(name, "su") == 0)
		run_su(shell, call);
	else if (strcmp(name, "ssh") == 0 || strcmp(name, "autossh") == 0)
		run_ssh(shell, call);
	else if (is_shell(name))
		run_sh(shell, call);
	else
		run_unknown(shell, call, name);
	shell->depth--;
}
