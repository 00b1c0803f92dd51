#!/bin/sh
psql shop -f sql/open.sql
psql shop -f sql/missing.sql
