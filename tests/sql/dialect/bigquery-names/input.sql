SELECT a FROM my-project-1.ds.t;
SELECT a FROM `my-project.ds`.t WHERE _TABLE_SUFFIX > '2024';
SELECT r'\d', '''it's''', """a "b" """ FROM `ds.t_*`; # a comment
