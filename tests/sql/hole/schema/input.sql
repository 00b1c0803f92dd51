SELECT a FROM ${schema}.orders;
