SELECT m.symbol, m.low
FROM ticker MATCH_RECOGNIZE (
	PARTITION BY symbol ORDER BY at
	MEASURES FINAL LAST(down.price) AS low
	PATTERN (strt down+)
	DEFINE down AS down.price < PREV(down.price)) m;
