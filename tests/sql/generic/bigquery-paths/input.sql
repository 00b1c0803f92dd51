SELECT * EXCEPT (a) FROM `project.dataset.table` WHERE b = 1;
