SELECT d.title, k.[RANK]
FROM docs d JOIN CONTAINSTABLE(docs, (body, note), @q) AS k ON d.id = k.[KEY]
WHERE FREETEXT(d.title, 'abc');
