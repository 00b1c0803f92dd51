#include "analyzers/sql/dialect.h"

#include <glib.h>
#include <string.h>
#include <strings.h>

#define MYSQL_RULES                                                            \
	(RULE_DOUBLE_QUOTED_STRINGS | RULE_HASH_COMMENTS |                     \
	 RULE_EXECUTABLE_COMMENTS | RULE_BACKSLASHES | RULE_HAVING_INPUT |     \
	 RULE_DASHES_NEED_SPACE | RULE_STRING_ALIASES | RULE_INTO_VARIABLES)

static const struct dialect_rules rules[N_DIALECTS] = {
	[DIALECT_GENERIC] = {DIALECT_GENERIC,
			     RULE_DOLLAR_QUOTES | RULE_EXECUTABLE_COMMENTS |
				     RULE_HAVING_INPUT | RULE_STRING_ALIASES |
				     RULE_FROM_FIRST | RULE_PREWHERE |
				     RULE_LAMBDAS},
	[DIALECT_POSTGRESQL] = {DIALECT_POSTGRESQL,
				RULE_NESTED_COMMENTS | RULE_DOLLAR_QUOTES |
					RULE_LONG_OPERATORS},
	[DIALECT_MYSQL] = {DIALECT_MYSQL, MYSQL_RULES},
	[DIALECT_MARIADB] = {DIALECT_MARIADB, MYSQL_RULES},
	[DIALECT_TSQL] = {DIALECT_TSQL, RULE_BRACKETS | RULE_HASH_NAMES |
						RULE_NESTED_COMMENTS |
						RULE_STRING_ALIASES},
	[DIALECT_ORACLE] = {DIALECT_ORACLE, RULE_Q_QUOTES | RULE_AT_LINKS |
						    RULE_INTO_VARIABLES},
	[DIALECT_SQLITE] = {DIALECT_SQLITE, RULE_BRACKETS | RULE_HAVING_INPUT |
						    RULE_STRING_ALIASES |
						    RULE_WHERE_ALIASES},
	[DIALECT_BIGQUERY] = {DIALECT_BIGQUERY,
			      RULE_DOUBLE_QUOTED_STRINGS | RULE_HASH_COMMENTS |
				      RULE_BACKSLASHES | RULE_BACKTICK_PATHS |
				      RULE_HAVING_INPUT | RULE_TRIPLE_QUOTES |
				      RULE_DASHED_NAMES | RULE_FROM_FIRST |
				      RULE_ARRAY_ITEMS | RULE_SCRIPTING |
				      RULE_LAMBDAS},
	[DIALECT_SNOWFLAKE] = {DIALECT_SNOWFLAKE,
			       RULE_DOLLAR_QUOTES | RULE_BACKSLASHES |
				       RULE_HAVING_INPUT | RULE_SLASH_COMMENTS |
				       RULE_COLON_PATHS | RULE_OUTPUT_ALIASES |
				       RULE_WHERE_ALIASES | RULE_SCRIPTING |
				       RULE_LAMBDAS},
	[DIALECT_REDSHIFT] = {DIALECT_REDSHIFT,
			      RULE_NESTED_COMMENTS | RULE_DOLLAR_QUOTES |
				      RULE_LONG_OPERATORS | RULE_BACKSLASHES |
				      RULE_HAVING_INPUT | RULE_HASH_TEMPORARY |
				      RULE_OUTPUT_ALIASES | RULE_ARRAY_ITEMS},
	[DIALECT_SPARK] = {DIALECT_SPARK,
			   RULE_DOUBLE_QUOTED_STRINGS | RULE_BACKSLASHES |
				   RULE_NESTED_COMMENTS | RULE_HAVING_INPUT |
				   RULE_COLON_PATHS | RULE_FROM_FIRST |
				   RULE_OUTPUT_ALIASES | RULE_FILE_TABLES |
				   RULE_SCRIPTING | RULE_LAMBDAS},
	[DIALECT_HIVE] = {DIALECT_HIVE,
			  RULE_DOUBLE_QUOTED_STRINGS | RULE_BACKSLASHES |
				  RULE_HAVING_INPUT | RULE_FROM_FIRST |
				  RULE_ARRAY_ITEMS | RULE_LAMBDAS},
	[DIALECT_TRINO] = {DIALECT_TRINO, RULE_LAMBDAS},
	[DIALECT_CLICKHOUSE] = {DIALECT_CLICKHOUSE,
				RULE_BACKSLASHES | RULE_DOLLAR_QUOTES |
					RULE_HAVING_INPUT | RULE_PREWHERE |
					RULE_FROM_FIRST | RULE_OUTPUT_ALIASES |
					RULE_WHERE_ALIASES | RULE_LAMBDAS},
	[DIALECT_DUCKDB] = {DIALECT_DUCKDB,
			    RULE_DOLLAR_QUOTES | RULE_NESTED_COMMENTS |
				    RULE_HAVING_INPUT | RULE_STRING_ALIASES |
				    RULE_FROM_FIRST | RULE_OUTPUT_ALIASES |
				    RULE_WHERE_ALIASES | RULE_LAMBDAS},
	[DIALECT_DB2] = {DIALECT_DB2, RULE_NESTED_COMMENTS |
					      RULE_INTO_VARIABLES |
					      RULE_SCRIPTING},
	[DIALECT_TERADATA] = {DIALECT_TERADATA,
			      RULE_INTO_VARIABLES | RULE_HAVING_INPUT |
				      RULE_OUTPUT_ALIASES | RULE_WHERE_ALIASES},
};

const struct dialect_rules *dialect_rules(enum dialect dialect)
{
	return &rules[dialect < N_DIALECTS ? dialect : DIALECT_GENERIC];
}

const struct dialect_rules *dialect_rules_with(const struct dialect_rules *from,
					       uint32_t on, uint32_t off)
{
	/* ANSI_QUOTES, NO_BACKSLASH_ESCAPES, both; strings that escape. */
	static const struct dialect_rules other[] = {
#define MODES(dialect)                                                         \
	{dialect, MYSQL_RULES & ~RULE_DOUBLE_QUOTED_STRINGS},                  \
		{dialect, MYSQL_RULES & ~RULE_BACKSLASHES},                    \
		{dialect, MYSQL_RULES & ~(RULE_DOUBLE_QUOTED_STRINGS |         \
					  RULE_BACKSLASHES)}
		MODES(DIALECT_MYSQL),
		MODES(DIALECT_MARIADB),
#undef MODES
		{DIALECT_POSTGRESQL, RULE_NESTED_COMMENTS | RULE_DOLLAR_QUOTES |
					     RULE_LONG_OPERATORS |
					     RULE_BACKSLASHES},
	};
	uint32_t flags = (rules[from->dialect].flags | on) & ~off;

	for (size_t i = 0; i < sizeof(other) / sizeof(*other); i++)
		if (other[i].dialect == from->dialect &&
		    other[i].flags == flags)
			return &other[i];
	return &rules[from->dialect];
}

/* Other names of dialects, and servers that speak one of them. */
static const struct {
	const char *name;
	enum dialect dialect;
} others[] = {
	{"athena", DIALECT_TRINO},	   {"databricks", DIALECT_SPARK},
	{"greenplum", DIALECT_POSTGRESQL}, {"impala", DIALECT_HIVE},
	{"mssql", DIALECT_TSQL},	   {"netezza", DIALECT_POSTGRESQL},
	{"plsql", DIALECT_ORACLE},	   {"postgres", DIALECT_POSTGRESQL},
	{"presto", DIALECT_TRINO},	   {"sparksql", DIALECT_SPARK},
	{"sqlserver", DIALECT_TSQL},	   {"synapse", DIALECT_TSQL},
	{"vertica", DIALECT_POSTGRESQL},
};

bool dialect_parse(const char *name, enum dialect *dialect)
{
	unsigned value;

	if (kind_parse(&DIALECT, name, &value)) {
		*dialect = (enum dialect)value;
		return true;
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (strcmp(others[i].name, name) == 0) {
			*dialect = others[i].dialect;
			return true;
		}
	return false;
}

/*
 * A sign that a text is of a dialect, and how much it says. One that begins
 * or ends with a letter is a word there.
 */
static const struct {
	const char *sign;
	enum dialect dialect;
	unsigned weight;
} signs[] = {
	{"$$", DIALECT_POSTGRESQL, 2},
	{"::", DIALECT_POSTGRESQL, 1},
	{"plpgsql", DIALECT_POSTGRESQL, 3},
	{"bigserial", DIALECT_POSTGRESQL, 2},
	{"jsonb", DIALECT_POSTGRESQL, 2},
	{"timestamptz", DIALECT_POSTGRESQL, 2},
	{" ilike ", DIALECT_POSTGRESQL, 2},
	{"on conflict", DIALECT_POSTGRESQL, 1},
	{"pg_catalog", DIALECT_POSTGRESQL, 3},
	{"`", DIALECT_MYSQL, 1},
	{"auto_increment", DIALECT_MYSQL, 2},
	{"engine=", DIALECT_MYSQL, 3},
	{"engine =", DIALECT_MYSQL, 3},
	{"/*!", DIALECT_MYSQL, 3},
	{"delimiter ", DIALECT_MYSQL, 2},
	{"on duplicate key", DIALECT_MYSQL, 2},
	{"[dbo]", DIALECT_TSQL, 3},
	{"dbo.", DIALECT_TSQL, 1},
	{"nvarchar", DIALECT_TSQL, 2},
	{"getdate()", DIALECT_TSQL, 2},
	{"\ngo\n", DIALECT_TSQL, 2},
	{"\ngo\r", DIALECT_TSQL, 2},
	{"set nocount on", DIALECT_TSQL, 3},
	{"declare @", DIALECT_TSQL, 3},
	{"cross apply", DIALECT_TSQL, 2},
	{"outer apply", DIALECT_TSQL, 2},
	{"select top ", DIALECT_TSQL, 2},
	{"uniqueidentifier", DIALECT_TSQL, 2},
	{"scope_identity()", DIALECT_TSQL, 3},
	{"sp_executesql", DIALECT_TSQL, 3},
	{"begin try", DIALECT_TSQL, 3},
	{"begin catch", DIALECT_TSQL, 3},
	{"end catch", DIALECT_TSQL, 3},
	{"begin tran", DIALECT_TSQL, 2},
	{"commit tran", DIALECT_TSQL, 2},
	{"rollback tran", DIALECT_TSQL, 2},
	{"print '", DIALECT_TSQL, 1},
	{"if exists (select", DIALECT_TSQL, 1},
	{"if not exists (select", DIALECT_TSQL, 1},
	{"if (select", DIALECT_TSQL, 1},
	{"exec sp_", DIALECT_TSQL, 3},
	{"execute sp_", DIALECT_TSQL, 3},
	{"sp_rename", DIALECT_TSQL, 3},
	{"stuff((", DIALECT_TSQL, 3},
	{"for xml", DIALECT_TSQL, 3},
	{"for json path", DIALECT_TSQL, 3},
	{"for json auto", DIALECT_TSQL, 3},
	{"object_id(", DIALECT_TSQL, 2},
	{"@@identity", DIALECT_TSQL, 3},
	{"@@rowcount", DIALECT_TSQL, 3},
	{"@@trancount", DIALECT_TSQL, 3},
	{"@@fetch_status", DIALECT_TSQL, 3},
	{"@@error", DIALECT_TSQL, 3},
	{"@@servername", DIALECT_TSQL, 3},
	{"sysobjects", DIALECT_TSQL, 2},
	{"sys.objects", DIALECT_TSQL, 2},
	{"sys.columns", DIALECT_TSQL, 2},
	{"sys.tables", DIALECT_TSQL, 2},
	{"sys.indexes", DIALECT_TSQL, 2},
	{"nonclustered", DIALECT_TSQL, 3},
	{"clustered index", DIALECT_TSQL, 2},
	{"columnstore", DIALECT_TSQL, 3},
	{"with schemabinding", DIALECT_TSQL, 3},
	{"identity(1", DIALECT_TSQL, 2},
	{"identity (1", DIALECT_TSQL, 2},
	{"newid()", DIALECT_TSQL, 3},
	{"datetime2", DIALECT_TSQL, 3},
	{"datetimeoffset", DIALECT_TSQL, 3},
	{"smalldatetime", DIALECT_TSQL, 2},
	{"hierarchyid", DIALECT_TSQL, 2},
	{"sysname", DIALECT_TSQL, 2},
	{"select distinct top ", DIALECT_TSQL, 2},
	{"delete top (", DIALECT_TSQL, 2},
	{"update top (", DIALECT_TSQL, 2},
	{"insert top (", DIALECT_TSQL, 2},
	{"(nolock", DIALECT_TSQL, 3},
	{"(rowlock", DIALECT_TSQL, 3},
	{"(updlock", DIALECT_TSQL, 3},
	{"(holdlock", DIALECT_TSQL, 3},
	{"(tablock", DIALECT_TSQL, 3},
	{"(readpast", DIALECT_TSQL, 3},
	{"option (recompile", DIALECT_TSQL, 3},
	{"option (maxdop", DIALECT_TSQL, 3},
	{"option (hash", DIALECT_TSQL, 3},
	{"option (optimize", DIALECT_TSQL, 3},
	{"option (force", DIALECT_TSQL, 2},
	{"option (maxrecursion", DIALECT_TSQL, 3},
	{"output inserted.", DIALECT_TSQL, 3},
	{"output deleted.", DIALECT_TSQL, 3},
	{"output $action", DIALECT_TSQL, 3},
	{"openjson(", DIALECT_TSQL, 3},
	{"openrowset(", DIALECT_TSQL, 3},
	{"openquery(", DIALECT_TSQL, 3},
	{"opendatasource(", DIALECT_TSQL, 3},
	{"bulk insert", DIALECT_TSQL, 3},
	{"string_split(", DIALECT_TSQL, 3},
	{"try_convert(", DIALECT_TSQL, 3},
	{"convert(varchar", DIALECT_TSQL, 3},
	{"convert(nvarchar", DIALECT_TSQL, 3},
	{"convert(datetime", DIALECT_TSQL, 2},
	{"convert(int", DIALECT_TSQL, 2},
	{"raiserror", DIALECT_TSQL, 3},
	{"waitfor ", DIALECT_TSQL, 3},
	{"containstable(", DIALECT_TSQL, 3},
	{"freetexttable(", DIALECT_TSQL, 3},
	{"freetext(", DIALECT_TSQL, 3},
	{"with check add constraint", DIALECT_TSQL, 3},
	{"create or alter", DIALECT_TSQL, 2},
	{"set quoted_identifier", DIALECT_TSQL, 3},
	{"set ansi_nulls", DIALECT_TSQL, 3},
	{"set xact_abort", DIALECT_TSQL, 3},
	{"set identity_insert", DIALECT_TSQL, 3},
	{"dbcc ", DIALECT_TSQL, 3},
	{"tempdb..", DIALECT_TSQL, 3},
	{"from #", DIALECT_TSQL, 3},
	{"join #", DIALECT_TSQL, 3},
	{"into #", DIALECT_TSQL, 3},
	{"table #", DIALECT_TSQL, 3},
	{"update #", DIALECT_TSQL, 3},
	{"..#", DIALECT_TSQL, 2},
	{"= &", DIALECT_ORACLE, 2},
	{"from &", DIALECT_ORACLE, 2},
	{"varchar2", DIALECT_ORACLE, 3},
	{" from dual", DIALECT_ORACLE, 1},
	{"(+)", DIALECT_ORACLE, 3},
	{"sysdate", DIALECT_ORACLE, 1},
	{"rownum", DIALECT_ORACLE, 2},
	{"connect by", DIALECT_ORACLE, 3},
	{"dbms_", DIALECT_ORACLE, 3},
	{"package body", DIALECT_ORACLE, 2},
	{"q'[", DIALECT_ORACLE, 3},
	{"nvl(", DIALECT_ORACLE, 1},
	{"/*+ append", DIALECT_ORACLE, 2},
	{"/*+ parallel", DIALECT_ORACLE, 2},
	{"/*+ full", DIALECT_ORACLE, 2},
	{"/*+ first_rows", DIALECT_ORACLE, 2},
	{"/*+ all_rows", DIALECT_ORACLE, 2},
	{"/*+ ordered", DIALECT_ORACLE, 2},
	{"/*+ materialize", DIALECT_ORACLE, 2},
	{"/*+ index", DIALECT_ORACLE, 1},
	{"/*+ leading", DIALECT_ORACLE, 1},
	{"/*+ use_nl", DIALECT_ORACLE, 2},
	{"/*+ use_hash", DIALECT_ORACLE, 2},
	{"systimestamp", DIALECT_ORACLE, 2},
	{"sys_connect_by_path", DIALECT_ORACLE, 3},
	{"connect_by_root", DIALECT_ORACLE, 3},
	{".nextval from", DIALECT_ORACLE, 2},
	{"nvl2(", DIALECT_ORACLE, 2},
	{"pls_integer", DIALECT_ORACLE, 3},
	{"binary_integer", DIALECT_ORACLE, 2},
	{"bulk collect", DIALECT_ORACLE, 3},
	{"forall ", DIALECT_ORACLE, 2},
	{"sys_refcursor", DIALECT_ORACLE, 3},
	{"or replace package", DIALECT_ORACLE, 3},
	{"raise_application_error", DIALECT_ORACLE, 3},
	{"utl_file", DIALECT_ORACLE, 2},
	{"log errors", DIALECT_ORACLE, 2},
	{"dense_rank first", DIALECT_ORACLE, 2},
	{"dense_rank last", DIALECT_ORACLE, 2},
	{"pivot xml", DIALECT_ORACLE, 3},
	{"as of scn", DIALECT_ORACLE, 3},
	{"flashback table", DIALECT_ORACLE, 3},
	{"public synonym", DIALECT_ORACLE, 2},
	{"set serveroutput", DIALECT_ORACLE, 3},
	{"whenever sqlerror", DIALECT_ORACLE, 3},
	{":new.", DIALECT_ORACLE, 2},
	{":old.", DIALECT_ORACLE, 2},
	{"sql%", DIALECT_ORACLE, 3},
	{"q'{", DIALECT_ORACLE, 3},
	{"q'!", DIALECT_ORACLE, 3},
	{"q'(", DIALECT_ORACLE, 3},
	{"default on null", DIALECT_ORACLE, 2},
	{"organization index", DIALECT_ORACLE, 2},
	{"segment creation", DIALECT_ORACLE, 2},
	{"\nend;\n/", DIALECT_ORACLE, 3},
	{"\n/\n", DIALECT_ORACLE, 1},
	{"execute immediate", DIALECT_ORACLE, 1},
	{"order siblings by", DIALECT_ORACLE, 3},
	{"nocycle", DIALECT_ORACLE, 3},
	{"match_recognize", DIALECT_ORACLE, 1},
	{"to_number(", DIALECT_ORACLE, 1},
	{"number(", DIALECT_ORACLE, 1},
	{"sys_guid()", DIALECT_ORACLE, 2},
	{"ratio_to_report(", DIALECT_ORACLE, 1},
	{"subpartition (", DIALECT_ORACLE, 1},
	{"nologging", DIALECT_ORACLE, 1},
	{"autoincrement", DIALECT_SQLITE, 2},
	{"without rowid", DIALECT_SQLITE, 3},
	{"insert or replace", DIALECT_SQLITE, 2},
	{"insert or ignore", DIALECT_SQLITE, 2},
	{"safe_cast(", DIALECT_BIGQUERY, 3},
	{"_table_suffix", DIALECT_BIGQUERY, 3},
	{"as struct", DIALECT_BIGQUERY, 2},
	{"as int64", DIALECT_BIGQUERY, 3},
	{"lateral flatten", DIALECT_SNOWFLAKE, 4},
	{"copy into", DIALECT_SNOWFLAKE, 2},
	{"metadata$", DIALECT_SNOWFLAKE, 3},
	{"::variant", DIALECT_SNOWFLAKE, 3},
	{"safe_divide(", DIALECT_BIGQUERY, 3},
	{"safe.", DIALECT_BIGQUERY, 2},
	{"* except", DIALECT_BIGQUERY, 2},
	{"farm_fingerprint(", DIALECT_BIGQUERY, 4},
	{"timestamp_trunc(", DIALECT_BIGQUERY, 2},
	{"create temp function", DIALECT_BIGQUERY, 3},
	{"_partitiontime", DIALECT_BIGQUERY, 4},
	{"_partitiondate", DIALECT_BIGQUERY, 4},
	{"`region-", DIALECT_BIGQUERY, 4},
	{"export data options", DIALECT_BIGQUERY, 5},
	{"ml.predict", DIALECT_BIGQUERY, 4},
	{"array<struct", DIALECT_BIGQUERY, 2},
	{"<int64", DIALECT_BIGQUERY, 3},
	{"\n|> ", DIALECT_BIGQUERY, 4},
	{"select as value", DIALECT_BIGQUERY, 4},
	{"for system_time as of", DIALECT_BIGQUERY, 1},
	{"parse_date(", DIALECT_BIGQUERY, 1},
	{"format_date(", DIALECT_BIGQUERY, 1},
	{"regexp_contains(", DIALECT_BIGQUERY, 3},
	{"generate_date_array(", DIALECT_BIGQUERY, 4},
	{"safe_offset(", DIALECT_BIGQUERY, 4},
	{"create or replace model", DIALECT_BIGQUERY, 4},
	{"flatten(", DIALECT_SNOWFLAKE, 3},
	{"result_scan(", DIALECT_SNOWFLAKE, 4},
	{"file_format", DIALECT_SNOWFLAKE, 2},
	{"to_variant(", DIALECT_SNOWFLAKE, 3},
	{"object_construct(", DIALECT_SNOWFLAKE, 3},
	{"iff(", DIALECT_SNOWFLAKE, 2},
	{"try_parse_json(", DIALECT_SNOWFLAKE, 3},
	{"try_to_", DIALECT_SNOWFLAKE, 2},
	{"create or replace dynamic table", DIALECT_SNOWFLAKE, 4},
	{"copy grants", DIALECT_SNOWFLAKE, 4},
	{"create or replace transient table", DIALECT_SNOWFLAKE, 4},
	{"table(generator(", DIALECT_SNOWFLAKE, 4},
	{"create or replace stream", DIALECT_SNOWFLAKE, 4},
	{"create or replace task", DIALECT_SNOWFLAKE, 4},
	{"create or replace stage", DIALECT_SNOWFLAKE, 4},
	{"create or replace pipe", DIALECT_SNOWFLAKE, 4},
	{"create stage", DIALECT_SNOWFLAKE, 3},
	{"system$", DIALECT_SNOWFLAKE, 4},
	{"$1:", DIALECT_SNOWFLAKE, 3},
	{":value::", DIALECT_SNOWFLAKE, 3},
	{"from @", DIALECT_SNOWFLAKE, 3},
	{"use warehouse", DIALECT_SNOWFLAKE, 4},
	{"to_varchar(", DIALECT_SNOWFLAKE, 2},
	{"to_timestamp_ntz(", DIALECT_SNOWFLAKE, 4},
	{"timestamp_ntz", DIALECT_SNOWFLAKE, 2},
	{"number(38", DIALECT_SNOWFLAKE, 2},
	{"* rename", DIALECT_SNOWFLAKE, 2},
	{"sysdate()", DIALECT_SNOWFLAKE, 2},
	{"execute as caller", DIALECT_SNOWFLAKE, 4},
	{"distkey", DIALECT_REDSHIFT, 4},
	{"sortkey", DIALECT_REDSHIFT, 4},
	{"diststyle", DIALECT_REDSHIFT, 4},
	{"unload (", DIALECT_REDSHIFT, 4},
	{"unload(", DIALECT_REDSHIFT, 4},
	{"iam_role", DIALECT_REDSHIFT, 4},
	{"credentials 'aws", DIALECT_REDSHIFT, 5},
	{"encode zstd", DIALECT_REDSHIFT, 4},
	{"encode lzo", DIALECT_REDSHIFT, 4},
	{"approximate count", DIALECT_REDSHIFT, 4},
	{"svv_", DIALECT_REDSHIFT, 2},
	{"stl_", DIALECT_REDSHIFT, 2},
	{"stv_", DIALECT_REDSHIFT, 2},
	{"create external schema", DIALECT_REDSHIFT, 4},
	{"using delta", DIALECT_SPARK, 5},
	{"using parquet", DIALECT_SPARK, 5},
	{"using iceberg", DIALECT_SPARK, 4},
	{"zorder", DIALECT_SPARK, 5},
	{"cache table", DIALECT_SPARK, 4},
	{"/*+ broadcast", DIALECT_SPARK, 4},
	{"update set *", DIALECT_SPARK, 5},
	{"dbfs:/", DIALECT_SPARK, 4},
	{"delta.`", DIALECT_SPARK, 5},
	{"parquet.`", DIALECT_SPARK, 5},
	{"csv.`", DIALECT_SPARK, 5},
	{"json.`", DIALECT_SPARK, 5},
	{"create or replace temporary view", DIALECT_SPARK, 4},
	{"create or replace temp view", DIALECT_SPARK, 3},
	{"explode(", DIALECT_SPARK, 3},
	{"collect_list(", DIALECT_SPARK, 3},
	{"collect_set(", DIALECT_SPARK, 3},
	{"left semi join", DIALECT_SPARK, 2},
	{"left anti join", DIALECT_SPARK, 2},
	{"create streaming", DIALECT_SPARK, 4},
	{"stream(", DIALECT_SPARK, 2},
	{"read_files(", DIALECT_SPARK, 4},
	{"stored as", DIALECT_HIVE, 3},
	{"row format", DIALECT_HIVE, 3},
	{"insert overwrite", DIALECT_HIVE, 3},
	{"${hiveconf:", DIALECT_HIVE, 5},
	{"${hivevar:", DIALECT_HIVE, 5},
	{"msck repair", DIALECT_HIVE, 4},
	{"partitioned by", DIALECT_HIVE, 2},
	{"lateral view", DIALECT_HIVE, 3},
	{"distribute by", DIALECT_HIVE, 3},
	{"sort by", DIALECT_HIVE, 2},
	{"add jar", DIALECT_HIVE, 4},
	{"set hive.", DIALECT_HIVE, 5},
	{"tblproperties", DIALECT_HIVE, 2},
	{"load data inpath", DIALECT_HIVE, 5},
	{"load data local inpath", DIALECT_HIVE, 5},
	{"left semi join", DIALECT_HIVE, 2},
	{"invalidate metadata", DIALECT_HIVE, 5},
	{"compute stats", DIALECT_HIVE, 4},
	{"upsert into", DIALECT_HIVE, 1},
	{"cross join unnest", DIALECT_TRINO, 2},
	{"with ordinality", DIALECT_TRINO, 1},
	{"approx_distinct(", DIALECT_TRINO, 3},
	{"approx_percentile(", DIALECT_TRINO, 2},
	{"date_parse(", DIALECT_TRINO, 3},
	{"json_extract_scalar(", DIALECT_TRINO, 2},
	{"$partitions", DIALECT_TRINO, 4},
	{"from_iso8601_timestamp(", DIALECT_TRINO, 4},
	{"from_iso8601_date(", DIALECT_TRINO, 4},
	{"element_at(", DIALECT_TRINO, 2},
	{"external_location", DIALECT_TRINO, 4},
	{"with (format", DIALECT_TRINO, 3},
	{"tpch.", DIALECT_TRINO, 2},
	{"array_join(", DIALECT_TRINO, 2},
	{"partitioned_by", DIALECT_TRINO, 3},
	{"with_timezone(", DIALECT_TRINO, 3},
	{"cast(row(", DIALECT_TRINO, 4},
	{"regexp_like(", DIALECT_TRINO, 1},
	{"mergetree", DIALECT_CLICKHOUSE, 6},
	{"replacingmergetree", DIALECT_CLICKHOUSE, 6},
	{"summingmergetree", DIALECT_CLICKHOUSE, 6},
	{"aggregatingmergetree", DIALECT_CLICKHOUSE, 6},
	{"replicatedmergetree", DIALECT_CLICKHOUSE, 6},
	{"prewhere", DIALECT_CLICKHOUSE, 5},
	{"array join", DIALECT_CLICKHOUSE, 5},
	{"tostartofday(", DIALECT_CLICKHOUSE, 5},
	{"tostartofhour(", DIALECT_CLICKHOUSE, 5},
	{"tostartofmonth(", DIALECT_CLICKHOUSE, 5},
	{"tostartofinterval(", DIALECT_CLICKHOUSE, 5},
	{"todate(", DIALECT_CLICKHOUSE, 2},
	{"uniq(", DIALECT_CLICKHOUSE, 2},
	{"uniqexact(", DIALECT_CLICKHOUSE, 4},
	{"dictget(", DIALECT_CLICKHOUSE, 5},
	{"dictgetstring(", DIALECT_CLICKHOUSE, 5},
	{"lowcardinality(", DIALECT_CLICKHOUSE, 5},
	{"nullable(", DIALECT_CLICKHOUSE, 4},
	{"datetime64", DIALECT_CLICKHOUSE, 3},
	{"global in", DIALECT_CLICKHOUSE, 4},
	{"global any", DIALECT_CLICKHOUSE, 4},
	{"global join", DIALECT_CLICKHOUSE, 4},
	{"any left join", DIALECT_CLICKHOUSE, 4},
	{"argmax(", DIALECT_CLICKHOUSE, 2},
	{"uint64", DIALECT_CLICKHOUSE, 3},
	{"uint32", DIALECT_CLICKHOUSE, 3},
	{"uint8", DIALECT_CLICKHOUSE, 3},
	{"arraymap(", DIALECT_CLICKHOUSE, 5},
	{"sumif(", DIALECT_CLICKHOUSE, 4},
	{"grouparray(", DIALECT_CLICKHOUSE, 5},
	{"on cluster", DIALECT_CLICKHOUSE, 3},
	{"= distributed(", DIALECT_CLICKHOUSE, 4},
	{"todatetime(", DIALECT_CLICKHOUSE, 3},
	{"format jsoneachrow", DIALECT_CLICKHOUSE, 6},
	{"format tabseparated", DIALECT_CLICKHOUSE, 6},
	{"tointervalday(", DIALECT_CLICKHOUSE, 4},
	{"toyyyymm(", DIALECT_CLICKHOUSE, 5},
	{"from system.", DIALECT_CLICKHOUSE, 2},
	{"quantile(", DIALECT_CLICKHOUSE, 2},
	{"read_parquet(", DIALECT_DUCKDB, 4},
	{"read_csv(", DIALECT_DUCKDB, 4},
	{"read_csv_auto(", DIALECT_DUCKDB, 4},
	{"read_json(", DIALECT_DUCKDB, 4},
	{"read_json_auto(", DIALECT_DUCKDB, 4},
	{".parquet'", DIALECT_DUCKDB, 3},
	{".csv'", DIALECT_DUCKDB, 1},
	{"summarize ", DIALECT_DUCKDB, 3},
	{"* exclude", DIALECT_DUCKDB, 2},
	{"using sample", DIALECT_DUCKDB, 4},
	{"positional join", DIALECT_DUCKDB, 5},
	{"asof join", DIALECT_DUCKDB, 2},
	{"list_transform(", DIALECT_DUCKDB, 4},
	{"struct_pack(", DIALECT_DUCKDB, 4},
	{"create macro", DIALECT_DUCKDB, 4},
	{"create or replace macro", DIALECT_DUCKDB, 5},
	{"columns(*", DIALECT_DUCKDB, 4},
	{"group by all", DIALECT_DUCKDB, 2},
	{"order by all", DIALECT_DUCKDB, 2},
	{"install ", DIALECT_DUCKDB, 2},
	{"duckdb_", DIALECT_DUCKDB, 3},
	{"hugeint", DIALECT_DUCKDB, 3},
	{"pragma ", DIALECT_SQLITE, 2},
	{"using fts", DIALECT_SQLITE, 4},
	{"datetime('now')", DIALECT_SQLITE, 3},
	{"julianday(", DIALECT_SQLITE, 3},
	{"sqlite_master", DIALECT_SQLITE, 4},
	{"sqlite_schema", DIALECT_SQLITE, 4},
	{"attach database", DIALECT_SQLITE, 2},
	{"last_insert_rowid", DIALECT_SQLITE, 4},
	{"strftime('%s'", DIALECT_SQLITE, 3},
	{"insert or abort", DIALECT_SQLITE, 3},
	{"insert or fail", DIALECT_SQLITE, 3},
	{"insert or rollback", DIALECT_SQLITE, 3},
	{"typeof(", DIALECT_SQLITE, 1},
	{"sel ", DIALECT_TERADATA, 2},
	{"locking row for access", DIALECT_TERADATA, 5},
	{"locking table ", DIALECT_TERADATA, 4},
	{"for access", DIALECT_TERADATA, 3},
	{"multiset", DIALECT_TERADATA, 4},
	{"create volatile table", DIALECT_TERADATA, 4},
	{"create set table", DIALECT_TERADATA, 5},
	{"no before journal", DIALECT_TERADATA, 4},
	{"no fallback", DIALECT_TERADATA, 4},
	{"unique primary index", DIALECT_TERADATA, 4},
	{"primary index (", DIALECT_TERADATA, 4},
	{"primary index(", DIALECT_TERADATA, 4},
	{"with data", DIALECT_TERADATA, 1},
	{"on commit preserve rows", DIALECT_TERADATA, 1},
	{"casespecific", DIALECT_TERADATA, 4},
	{"(format '", DIALECT_TERADATA, 4},
	{"date format '", DIALECT_TERADATA, 4},
	{"range_n(", DIALECT_TERADATA, 4},
	{"case_n(", DIALECT_TERADATA, 3},
	{"zeroifnull(", DIALECT_TERADATA, 2},
	{"nullifzero(", DIALECT_TERADATA, 2},
	{"collect statistics", DIALECT_TERADATA, 4},
	{"collect stats", DIALECT_TERADATA, 4},
	{"replace macro", DIALECT_TERADATA, 5},
	{"replace view", DIALECT_TERADATA, 1},
	{"sysexecsql", DIALECT_TERADATA, 5},
	{"validtime", DIALECT_TERADATA, 2},
	{"set query_band", DIALECT_TERADATA, 5},
	{"logging all errors", DIALECT_TERADATA, 4},
	{".logon", DIALECT_TERADATA, 5},
	{".logoff", DIALECT_TERADATA, 4},
	{".if errorcode", DIALECT_TERADATA, 5},
	{".if activitycount", DIALECT_TERADATA, 5},
	{".run file", DIALECT_TERADATA, 4},
	{".set width", DIALECT_TERADATA, 4},
	{".export ", DIALECT_TERADATA, 3},
	{"with ur", DIALECT_DB2, 5},
	{"for read only", DIALECT_DB2, 1},
	{"fetch first row only", DIALECT_DB2, 1},
	{"fetch first 1 row only", DIALECT_DB2, 1},
	{"sysibm.", DIALECT_DB2, 5},
	{"syscat.", DIALECT_DB2, 5},
	{"sysproc.", DIALECT_DB2, 5},
	{"sysdummy1", DIALECT_DB2, 5},
	{"syscolumns", DIALECT_DB2, 1},
	{"declare global temporary table", DIALECT_DB2, 5},
	{"not logged initially", DIALECT_DB2, 5},
	{"--#set terminator", DIALECT_DB2, 6},
	{"dynamic result sets", DIALECT_DB2, 4},
	{"final table (", DIALECT_DB2, 4},
	{"old table (", DIALECT_DB2, 3},
	{"mode db2sql", DIALECT_DB2, 5},
	{"no external action", DIALECT_DB2, 3},
	{"runstats on", DIALECT_DB2, 5},
	{"reorg table", DIALECT_DB2, 5},
	{"reorg indexes", DIALECT_DB2, 5},
	{"connect to ", DIALECT_DB2, 2},
	{"connect reset", DIALECT_DB2, 5},
	{"export to ", DIALECT_DB2, 3},
	{"of del ", DIALECT_DB2, 3},
	{"of ixf", DIALECT_DB2, 4},
	{"create alias", DIALECT_DB2, 2},
	{"create nickname", DIALECT_DB2, 4},
	{"current date", DIALECT_DB2, 2},
	{"current timestamp", DIALECT_DB2, 2},
	{"current schema", DIALECT_DB2, 1},
	{"for bit data", DIALECT_DB2, 4},
	{"organize by", DIALECT_DB2, 3},
	{"values identity_val_local", DIALECT_DB2, 4},
	{"previous value for", DIALECT_DB2, 3},
};

#define N_SIGNS G_N_ELEMENTS(signs)

_Static_assert(N_SIGNS < UINT16_MAX, "signs are chained by two bytes");

/* The signs that begin with a byte in lower case, each and the next: indices
 * and 1. */
static uint16_t first_signs[256], next_signs[N_SIGNS];

static void chain_signs(void)
{
	static gsize chained;

	if (!g_once_init_enter(&chained))
		return;
	for (unsigned i = 0; i < N_SIGNS; i++) {
		unsigned char first = (unsigned char)signs[i].sign[0];

		next_signs[i] = first_signs[first];
		first_signs[first] = (uint16_t)(i + 1);
	}
	g_once_init_leave(&chained, 1);
}

/* Signs further in than this add nothing to the guess. */
#define GUESS_BYTES 65536

struct guess {
	const char *begin, *end;
	unsigned scores[N_DIALECTS];
};

static bool is_word(char byte)
{
	return g_ascii_isalnum(byte) || byte == '_';
}

/* Whether the byte before `at` is part of a word. */
static bool inside_word(const struct guess *guess, const char *at)
{
	return at > guess->begin && is_word(at[-1]);
}

static bool sign_fits(const struct guess *guess, const char *at,
		      const char *sign)
{
	size_t length = strlen(sign);

	if ((size_t)(guess->end - at) < length ||
	    strncasecmp(at, sign, length) != 0)
		return false;
	return at + length == guess->end ||
	       !g_ascii_isalnum(sign[length - 1]) || !is_word(at[length]);
}

/* [Order ID] where no subscript and no list can stand: T-SQL. */
static void add_bracket(struct guess *guess, const char *at)
{
	const char *close = at + 1;

	if ((at > guess->begin && !strchr(" \t\n,.(", at[-1])) ||
	    close == guess->end || !(g_ascii_isalpha(*close) || *close == '_'))
		return;
	while (close < guess->end && (is_word(*close) || *close == ' '))
		close++;
	if (close == guess->end || *close != ']')
		return;
	guess->scores[DIALECT_TSQL] +=
		close + 2 < guess->end && close[1] == '.' && close[2] == '['
			? 3
			: 1;
}

/* SELECT @name = x: T-SQL. */
static bool is_assigned(const struct guess *guess, const char *at,
			const char *behind)
{
	if (at - guess->begin < 7 || strncasecmp(at - 7, "select ", 7) != 0)
		return false;
	while (behind < guess->end && strchr(" +", *behind))
		behind++;
	return behind < guess->end && *behind == '=';
}

/* @name and a type: a variable or parameter of T-SQL. FROM t@link: Oracle. */
static void add_at(struct guess *guess, const char *at)
{
	static const char *const types[] = {
		"int",	"bigint", "varchar", "nvarchar", "bit",	 "date",
		"char", "money",  "decimal", "datetime", "table"};
	const char *name = at + 1, *begin = at;

	if (inside_word(guess, at)) {
		while (begin > guess->begin &&
		       (is_word(begin[-1]) || begin[-1] == '.'))
			begin--;
		if (name < guess->end && is_word(*name) &&
		    begin - guess->begin > 5 &&
		    (strncasecmp(begin - 6, " from ", 6) == 0 ||
		     strncasecmp(begin - 6, " join ", 6) == 0))
			guess->scores[DIALECT_ORACLE] += 2;
		return;
	}
	while (name < guess->end && is_word(*name))
		name++;
	if (name == at + 1 || name == guess->end || *name != ' ')
		return;
	if (is_assigned(guess, at, name++))
		guess->scores[DIALECT_TSQL] += 2;
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		if (sign_fits(guess, name, types[i]))
			guess->scores[DIALECT_TSQL] += 2;
}

/* What the signs say that begin at `at`. */
static void add_scores(struct guess *guess, const char *at)
{
	unsigned char first = (unsigned char)g_ascii_tolower(*at);

	if (first == '[')
		add_bracket(guess, at);
	else if (first == '@')
		add_at(guess, at);
	if (is_word(*at) && inside_word(guess, at))
		return;
	for (unsigned i = first_signs[first]; i; i = next_signs[i - 1])
		if (sign_fits(guess, at, signs[i - 1].sign))
			guess->scores[signs[i - 1].dialect] +=
				signs[i - 1].weight;
}

/* The end of the comment that begins at `at`, or `at`: what is read is none
 * (MySQL's, and hints). */
static const char *skip_comment(const struct guess *guess, const char *at)
{
	const char *end;

	if (guess->end - at < 3 || at[0] != at[1]) {
		if (guess->end - at < 3 || at[0] != '/' || at[1] != '*' ||
		    at[2] == '!' || at[2] == '+')
			return at;
		end = memmem(at + 2, (size_t)(guess->end - at) - 2, "*/", 2);
		return end ? end + 1 : at;
	}
	if (at[0] != '-')
		return at;
	end = memchr(at, '\n', (size_t)(guess->end - at));
	return end ? end - 1 : guess->end - 1;
}

/* Whether a dot stands in the backticks that open here: `project.set.t`. */
static bool is_path(const char *at, const char *end)
{
	bool dot = false;

	for (at++; at < end && (is_word(*at) || strchr("-.*", *at)); at++)
		dot |= *at == '.';
	return dot && at < end && *at == '`';
}

enum dialect dialect_guess(const char *bytes, size_t size)
{
	struct guess guess = {
		bytes, bytes + (size < GUESS_BYTES ? size : GUESS_BYTES), {0}};
	enum dialect best = DIALECT_GENERIC;

	chain_signs();
	for (const char *at = bytes; at < guess.end; at++) {
		if (*at == '-' || *at == '/')
			at = skip_comment(&guess, at);
		add_scores(&guess, at);
		if (*at == '`' && is_path(at, guess.end))
			guess.scores[DIALECT_BIGQUERY] += 4;
	}
	for (unsigned d = 0; d < N_DIALECTS; d++)
		if (guess.scores[d] > guess.scores[best])
			best = (enum dialect)d;
	return best;
}
