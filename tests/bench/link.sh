# A million edges: linking, and the memory that it takes.
"$BENCH/link"
