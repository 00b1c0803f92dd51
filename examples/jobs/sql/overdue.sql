-- One line for each letter: invoice, level of the reminder, name.
SELECT v.id, v.reminded + 1, c.name
  FROM billing.overdue v
  JOIN public.customers c ON c.id = v.customer_id
 WHERE v.reminded < 3
   AND v.due_on < CURRENT_DATE - 14 * (v.reminded + 1);
