from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.postgres.hooks.postgres import PostgresHook

day = SQLExecuteQueryOperator(
    task_id="day", sql="DELETE FROM days WHERE day = '{{ ds }}'")
fill = SQLExecuteQueryOperator(
    task_id="fill", sql=["INSERT INTO days SELECT now()", "CALL done()"])
load = SQLExecuteQueryOperator(task_id="load", sql="sql/load.sql")


def keep(rows):
    PostgresHook("shop").insert_rows(table="orders", rows=rows)
