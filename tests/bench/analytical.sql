-- Long analytical queries of an imagined retailer, for tests/bench/sql_speed:
-- what reports and pipelines send, in PostgreSQL's dialect.

WITH monthly AS (
	SELECT date_trunc('month', o.ordered_at) AS month,
	       s.region_id,
	       sum(l.quantity * l.unit_price * (1 - l.discount)) AS revenue,
	       sum(l.quantity * p.standard_cost) AS cost,
	       count(DISTINCT o.customer_id) AS buyers
	FROM sales.orders AS o
	JOIN sales.order_lines AS l ON l.order_id = o.id
	JOIN catalog.products AS p ON p.id = l.product_id
	JOIN sales.stores AS s ON s.id = o.store_id
	WHERE o.ordered_at >= date '2023-01-01'
	  AND o.ordered_at < date '2025-01-01'
	  AND o.status IN ('shipped', 'delivered', 'closed')
	  AND l.cancelled_at IS NULL
	GROUP BY date_trunc('month', o.ordered_at), s.region_id
), ranked AS (
	SELECT m.month,
	       m.region_id,
	       m.revenue,
	       m.revenue - m.cost AS margin,
	       m.buyers,
	       lag(m.revenue, 12) OVER (PARTITION BY m.region_id
					ORDER BY m.month) AS year_ago,
	       rank() OVER (PARTITION BY m.month
			    ORDER BY m.revenue DESC) AS place
	FROM monthly AS m
)
SELECT r.name AS region,
       k.month,
       k.revenue,
       k.margin,
       round(k.margin / nullif(k.revenue, 0), 4) AS margin_rate,
       round(k.revenue / nullif(k.year_ago, 0) - 1, 4) AS growth,
       k.buyers,
       k.place
FROM ranked AS k
JOIN geo.regions AS r ON r.id = k.region_id
WHERE k.place <= 10
ORDER BY k.month, k.place, region;

WITH first_orders AS (
	SELECT o.customer_id,
	       min(o.ordered_at) AS first_at,
	       date_trunc('month', min(o.ordered_at)) AS cohort
	FROM sales.orders AS o
	WHERE o.status <> 'cancelled'
	GROUP BY o.customer_id
), activity AS (
	SELECT f.cohort,
	       f.customer_id,
	       (extract(year FROM o.ordered_at)
		- extract(year FROM f.first_at)) * 12
	       + extract(month FROM o.ordered_at)
	       - extract(month FROM f.first_at) AS age,
	       sum(o.total_net) AS spent
	FROM first_orders AS f
	JOIN sales.orders AS o ON o.customer_id = f.customer_id
	WHERE o.status <> 'cancelled'
	GROUP BY f.cohort, f.customer_id, f.first_at, age
), sizes AS (
	SELECT cohort, count(*) AS members
	FROM first_orders
	GROUP BY cohort
)
SELECT a.cohort,
       s.members,
       a.age,
       count(DISTINCT a.customer_id) AS active,
       round(count(DISTINCT a.customer_id)::numeric / s.members, 3)
	       AS retention,
       sum(a.spent) AS revenue,
       sum(sum(a.spent)) OVER (PARTITION BY a.cohort
			       ORDER BY a.age) AS revenue_so_far
FROM activity AS a
JOIN sizes AS s USING (cohort)
WHERE a.age BETWEEN 0 AND 24
GROUP BY a.cohort, s.members, a.age
HAVING count(DISTINCT a.customer_id) >= 5
ORDER BY a.cohort, a.age;

SELECT sup.name AS supplier,
       sup.phone,
       cat.title AS category,
       count(DISTINCT p.id) AS products,
       sum(st.on_hand) AS on_hand,
       sum(st.on_hand * pp.price) AS stock_value,
       avg(pp.lead_days) AS lead_days,
       CASE
	       WHEN avg(pp.lead_days) > 30 THEN 'slow'
	       WHEN avg(pp.lead_days) > 14 THEN 'average'
	       ELSE 'fast'
       END AS speed
FROM purchasing.suppliers AS sup
JOIN purchasing.product_prices AS pp ON pp.supplier_id = sup.id
JOIN catalog.products AS p ON p.id = pp.product_id
JOIN catalog.categories AS cat ON cat.id = p.category_id
LEFT JOIN warehouse.stock AS st
       ON st.product_id = p.id AND st.warehouse_id <> 99
WHERE sup.active
  AND pp.valid_from <= current_date
  AND coalesce(pp.valid_to, date 'infinity') > current_date
  AND pp.price = (
	SELECT min(best.price)
	FROM purchasing.product_prices AS best
	JOIN purchasing.suppliers AS other ON other.id = best.supplier_id
	WHERE best.product_id = p.id
	  AND other.country_id = sup.country_id
	  AND best.valid_from <= current_date
  )
  AND EXISTS (
	SELECT 1
	FROM purchasing.contracts AS c
	WHERE c.supplier_id = sup.id AND c.signed_at IS NOT NULL
  )
GROUP BY sup.id, sup.name, sup.phone, cat.title
HAVING sum(st.on_hand) > 0
ORDER BY stock_value DESC NULLS LAST, supplier
LIMIT 100;

SELECT coalesce(w.name, 'all warehouses') AS warehouse,
       coalesce(cat.title, 'all categories') AS category,
       sum(m.quantity) FILTER (WHERE m.kind = 'in') AS received,
       sum(m.quantity) FILTER (WHERE m.kind = 'out') AS sent,
       sum(m.quantity) FILTER (WHERE m.kind = 'loss') AS lost,
       sum(CASE m.kind WHEN 'in' THEN m.quantity
		       WHEN 'out' THEN -m.quantity
		       WHEN 'loss' THEN -m.quantity
		       ELSE 0 END) AS net,
       count(DISTINCT m.document_id) AS documents,
       grouping(w.name, cat.title) AS depth
FROM warehouse.movements AS m
JOIN warehouse.warehouses AS w ON w.id = m.warehouse_id
JOIN catalog.products AS p ON p.id = m.product_id
JOIN catalog.categories AS cat ON cat.id = p.category_id
LEFT JOIN warehouse.documents AS d ON d.id = m.document_id
WHERE m.moved_at >= now() - interval '90 days'
  AND (d.id IS NULL OR d.state NOT IN ('draft', 'void'))
  AND w.country_id IN (
	SELECT c.id
	FROM geo.countries AS c
	JOIN geo.regions AS r ON r.id = c.region_id
	WHERE r.code IN ('EU', 'UK', 'CH')
  )
GROUP BY GROUPING SETS ((w.name, cat.title), (w.name), (cat.title), ())
HAVING sum(m.quantity) <> 0
ORDER BY depth, warehouse, category;

INSERT INTO mart.daily_sales (day, store_id, product_id, quantity, revenue,
			      discount, returned, loaded_at)
SELECT o.ordered_at::date,
       o.store_id,
       l.product_id,
       sum(l.quantity),
       sum(l.quantity * l.unit_price * (1 - l.discount)),
       sum(l.quantity * l.unit_price * l.discount),
       coalesce(sum(r.quantity), 0),
       now()
FROM sales.orders AS o
JOIN sales.order_lines AS l ON l.order_id = o.id
LEFT JOIN LATERAL (
	SELECT sum(ret.quantity) AS quantity
	FROM sales.returns AS ret
	JOIN sales.return_reasons AS rr ON rr.id = ret.reason_id
	WHERE ret.order_line_id = l.id
	  AND rr.counts
	  AND ret.received_at IS NOT NULL
) AS r ON true
WHERE o.ordered_at >= (
	SELECT coalesce(max(d.day), date '2020-01-01') - 3
	FROM mart.daily_sales AS d
)
  AND o.status IN ('shipped', 'delivered', 'closed')
GROUP BY o.ordered_at::date, o.store_id, l.product_id
ON CONFLICT (day, store_id, product_id) DO UPDATE
SET quantity = excluded.quantity,
    revenue = excluded.revenue,
    discount = excluded.discount,
    returned = excluded.returned,
    loaded_at = excluded.loaded_at
WHERE mart.daily_sales.revenue IS DISTINCT FROM excluded.revenue;

WITH RECURSIVE tree AS (
	SELECT c.id,
	       c.parent_id,
	       c.title,
	       1 AS depth,
	       ARRAY[c.id] AS path,
	       c.title::text AS full_title
	FROM catalog.categories AS c
	WHERE c.parent_id IS NULL
	UNION ALL
	SELECT child.id,
	       child.parent_id,
	       child.title,
	       tree.depth + 1,
	       tree.path || child.id,
	       tree.full_title || ' / ' || child.title
	FROM catalog.categories AS child
	JOIN tree ON tree.id = child.parent_id
	WHERE tree.depth < 12 AND NOT child.id = ANY (tree.path)
), sold AS (
	SELECT p.category_id,
	       sum(l.quantity) AS quantity,
	       sum(l.quantity * l.unit_price) AS revenue
	FROM sales.order_lines AS l
	JOIN catalog.products AS p ON p.id = l.product_id
	JOIN sales.orders AS o ON o.id = l.order_id
	WHERE o.ordered_at >= date '2024-01-01'
	GROUP BY p.category_id
)
SELECT t.full_title,
       t.depth,
       coalesce(sum(s.quantity), 0) AS quantity,
       coalesce(sum(s.revenue), 0) AS revenue,
       count(below.id) AS subcategories
FROM tree AS t
LEFT JOIN tree AS below ON t.id = ANY (below.path)
LEFT JOIN sold AS s ON s.category_id = below.id
GROUP BY t.id, t.full_title, t.depth
ORDER BY t.full_title;

SELECT e.id,
       e.last_name || ', ' || e.first_name AS employee,
       d.name AS department,
       b.last_name AS boss,
       st.city,
       sum(o.total_net) AS sold,
       sum(o.total_net) * max(cp.rate) AS commission,
       percent_rank() OVER (PARTITION BY d.id
			    ORDER BY sum(o.total_net)) AS standing,
       sum(o.total_net) - avg(sum(o.total_net)) OVER (PARTITION BY d.id)
	       AS above_average
FROM hr.employees AS e
JOIN hr.departments AS d ON d.id = e.department_id
LEFT JOIN hr.employees AS b ON b.id = d.head_id
JOIN sales.stores AS st ON st.id = e.store_id
JOIN sales.orders AS o
     ON o.sold_by = e.id
    AND o.ordered_at >= date_trunc('quarter', current_date)
LEFT JOIN hr.commission_plans AS cp
     ON cp.id = e.plan_id
    AND cp.valid @> current_date
WHERE e.left_at IS NULL
  AND o.status NOT IN ('cancelled', 'fraud')
  AND NOT EXISTS (
	SELECT 1
	FROM hr.absences AS a
	WHERE a.employee_id = e.id
	  AND a.kind = 'leave'
	  AND daterange(a.from_day, a.to_day, '[]') @> current_date
  )
GROUP BY e.id, e.last_name, e.first_name, d.id, d.name, b.last_name, st.city
ORDER BY d.name, sold DESC;

WITH basket AS (
	SELECT l.order_id, l.product_id, p.brand_id
	FROM sales.order_lines AS l
	JOIN catalog.products AS p ON p.id = l.product_id
	JOIN sales.orders AS o ON o.id = l.order_id
	WHERE o.ordered_at > now() - interval '1 year'
	  AND o.channel = 'web'
), pairs AS (
	SELECT a.product_id AS first_id,
	       b.product_id AS second_id,
	       count(*) AS together
	FROM basket AS a
	JOIN basket AS b
	  ON b.order_id = a.order_id
	 AND b.product_id > a.product_id
	GROUP BY a.product_id, b.product_id
	HAVING count(*) > 20
), singles AS (
	SELECT product_id, count(DISTINCT order_id) AS orders
	FROM basket
	GROUP BY product_id
), total AS (
	SELECT count(DISTINCT order_id) AS orders FROM basket
)
SELECT p1.name AS first_product,
       p2.name AS second_product,
       pairs.together,
       pairs.together::numeric / s1.orders AS confidence,
       (pairs.together::numeric * total.orders)
	       / (s1.orders * s2.orders) AS lift
FROM pairs
CROSS JOIN total
JOIN singles AS s1 ON s1.product_id = pairs.first_id
JOIN singles AS s2 ON s2.product_id = pairs.second_id
JOIN catalog.products AS p1 ON p1.id = pairs.first_id
JOIN catalog.products AS p2 ON p2.id = pairs.second_id
WHERE p1.active AND p2.active
ORDER BY lift DESC, pairs.together DESC
LIMIT 500;

SELECT day.day::date AS day,
       st.id AS store_id,
       st.name AS store,
       coalesce(s.orders, 0) AS orders,
       coalesce(s.revenue, 0) AS revenue,
       avg(coalesce(s.revenue, 0)) OVER week AS moving_average,
       sum(coalesce(s.revenue, 0)) OVER month AS month_to_date,
       first_value(s.revenue) OVER month AS first_of_month,
       t.goal,
       CASE WHEN t.goal IS NULL THEN NULL
	    ELSE sum(coalesce(s.revenue, 0)) OVER month / t.goal
       END AS reached
FROM generate_series(date '2024-01-01', date '2024-12-31',
		     interval '1 day') AS day (day)
CROSS JOIN sales.stores AS st
LEFT JOIN (
	SELECT o.store_id,
	       o.ordered_at::date AS day,
	       count(*) AS orders,
	       sum(o.total_net) AS revenue
	FROM sales.orders AS o
	WHERE o.status <> 'cancelled'
	GROUP BY o.store_id, o.ordered_at::date
) AS s ON s.store_id = st.id AND s.day = day.day::date
LEFT JOIN planning.targets AS t
       ON t.store_id = st.id
      AND t.month = date_trunc('month', day.day)
WHERE st.opened_at <= day.day
  AND (st.closed_at IS NULL OR st.closed_at > day.day)
WINDOW week AS (PARTITION BY st.id ORDER BY day.day
		ROWS BETWEEN 6 PRECEDING AND CURRENT ROW),
       month AS (PARTITION BY st.id, date_trunc('month', day.day)
		 ORDER BY day.day)
ORDER BY store, day;

SELECT 'customer' AS kind,
       c.id,
       c.name,
       c.email,
       c.created_at,
       a.city,
       co.name AS country
FROM crm.customers AS c
LEFT JOIN crm.addresses AS a ON a.customer_id = c.id AND a.is_default
LEFT JOIN geo.countries AS co ON co.id = a.country_id
WHERE c.deleted_at IS NULL
  AND c.newsletter
UNION ALL
SELECT 'lead',
       le.id,
       le.full_name,
       le.email,
       le.captured_at,
       le.city,
       co.name
FROM crm.leads AS le
LEFT JOIN geo.countries AS co ON co.code = upper(le.country_code)
WHERE le.converted_to IS NULL
  AND le.email NOT IN (SELECT email FROM crm.customers
		       WHERE email IS NOT NULL)
UNION ALL
SELECT 'partner',
       p.id,
       p.company,
       k.email,
       p.signed_at,
       p.city,
       co.name
FROM crm.partners AS p
JOIN crm.partner_contacts AS k ON k.partner_id = p.id
JOIN geo.countries AS co ON co.id = p.country_id
WHERE k.role = 'marketing'
  AND NOT EXISTS (SELECT 1 FROM crm.suppressions AS s
		  WHERE lower(s.email) = lower(k.email))
ORDER BY kind, country NULLS LAST, name;

WITH sessions AS (
	SELECT v.visitor_id,
	       v.session_id,
	       min(v.seen_at) AS started_at,
	       max(v.seen_at) AS ended_at,
	       count(*) AS views,
	       count(*) FILTER (WHERE v.page_kind = 'product') AS products,
	       bool_or(v.page_kind = 'basket') AS basket,
	       bool_or(v.page_kind = 'checkout') AS checkout,
	       (array_agg(v.referrer ORDER BY v.seen_at))[1] AS referrer,
	       (array_agg(v.campaign_id ORDER BY v.seen_at)
		FILTER (WHERE v.campaign_id IS NOT NULL))[1] AS campaign_id
	FROM web.page_views AS v
	WHERE v.seen_at >= now() - interval '7 days'
	  AND NOT v.is_bot
	GROUP BY v.visitor_id, v.session_id
), bought AS (
	SELECT o.session_id, count(*) AS orders, sum(o.total_net) AS revenue
	FROM sales.orders AS o
	WHERE o.channel = 'web'
	GROUP BY o.session_id
)
SELECT coalesce(ca.name, src.name, 'direct') AS source,
       count(*) AS sessions,
       avg(s.ended_at - s.started_at) AS duration,
       sum(s.views) AS views,
       count(*) FILTER (WHERE s.products > 0) AS saw_product,
       count(*) FILTER (WHERE s.basket) AS filled_basket,
       count(*) FILTER (WHERE s.checkout) AS began_checkout,
       count(b.session_id) AS bought,
       sum(b.revenue) AS revenue,
       sum(ca.daily_budget * 7) AS budget
FROM sessions AS s
LEFT JOIN bought AS b USING (session_id)
LEFT JOIN marketing.campaigns AS ca ON ca.id = s.campaign_id
LEFT JOIN marketing.sources AS src ON s.referrer LIKE src.pattern
GROUP BY coalesce(ca.name, src.name, 'direct')
ORDER BY revenue DESC NULLS LAST;

UPDATE crm.customers AS c
SET segment = CASE
	    WHEN s.revenue > 10000 AND s.last_at > now() - interval '90 days'
		THEN 'gold'
	    WHEN s.revenue > 2500 THEN 'silver'
	    WHEN s.orders > 1 THEN 'bronze'
	    ELSE 'new'
    END,
    lifetime_value = s.revenue,
    last_order_at = s.last_at,
    favourite_category_id = f.category_id,
    updated_at = now()
FROM (
	SELECT o.customer_id,
	       count(*) AS orders,
	       sum(o.total_net) AS revenue,
	       max(o.ordered_at) AS last_at
	FROM sales.orders AS o
	WHERE o.status IN ('shipped', 'delivered', 'closed')
	GROUP BY o.customer_id
) AS s
LEFT JOIN LATERAL (
	SELECT p.category_id, sum(l.quantity) AS quantity
	FROM sales.orders AS o
	JOIN sales.order_lines AS l ON l.order_id = o.id
	JOIN catalog.products AS p ON p.id = l.product_id
	WHERE o.customer_id = s.customer_id
	GROUP BY p.category_id
	ORDER BY sum(l.quantity) DESC
	LIMIT 1
) AS f ON true
WHERE s.customer_id = c.id
  AND (c.lifetime_value IS DISTINCT FROM s.revenue
       OR c.last_order_at IS DISTINCT FROM s.last_at)
RETURNING c.id, c.segment, c.lifetime_value;

SELECT i.number,
       i.issued_at,
       cu.name AS customer,
       cu.credit_limit,
       i.total_gross,
       coalesce(pay.paid, 0) AS paid,
       i.total_gross - coalesce(pay.paid, 0) AS open_amount,
       current_date - i.due_at AS overdue_days,
       CASE
	       WHEN current_date - i.due_at <= 0 THEN 'not due'
	       WHEN current_date - i.due_at <= 30 THEN '1-30'
	       WHEN current_date - i.due_at <= 60 THEN '31-60'
	       WHEN current_date - i.due_at <= 90 THEN '61-90'
	       ELSE 'over 90'
       END AS bucket,
       rem.level AS reminders,
       rem.last_sent_at,
       sum(i.total_gross - coalesce(pay.paid, 0))
	       OVER (PARTITION BY cu.id) AS customer_open
FROM finance.invoices AS i
JOIN crm.customers AS cu ON cu.id = i.customer_id
LEFT JOIN (
	SELECT pa.invoice_id,
	       sum(pa.amount * fx.rate) AS paid,
	       max(pm.booked_at) AS last_paid_at
	FROM finance.payment_allocations AS pa
	JOIN finance.payments AS pm ON pm.id = pa.payment_id
	JOIN finance.exchange_rates AS fx
	  ON fx.currency = pm.currency
	 AND fx.day = pm.booked_at::date
	WHERE pm.state = 'booked'
	GROUP BY pa.invoice_id
) AS pay ON pay.invoice_id = i.id
LEFT JOIN (
	SELECT r.invoice_id, max(r.level) AS level,
	       max(r.sent_at) AS last_sent_at
	FROM finance.reminders AS r
	GROUP BY r.invoice_id
) AS rem ON rem.invoice_id = i.id
WHERE i.state NOT IN ('draft', 'void')
  AND i.total_gross > coalesce(pay.paid, 0) + 0.005
ORDER BY overdue_days DESC, open_amount DESC;

WITH ledger AS (
	SELECT b.account_id,
	       b.period_id,
	       sum(b.debit) AS debit,
	       sum(b.credit) AS credit
	FROM finance.bookings AS b
	JOIN finance.journals AS j ON j.id = b.journal_id
	WHERE j.posted_at IS NOT NULL
	  AND j.company_id = 7
	GROUP BY b.account_id, b.period_id
), opening AS (
	SELECT ob.account_id, sum(ob.amount) AS amount
	FROM finance.opening_balances AS ob
	JOIN finance.fiscal_years AS y ON y.id = ob.fiscal_year_id
	WHERE y.label = '2024'
	GROUP BY ob.account_id
), running AS (
	SELECT a.id AS account_id,
	       pe.id AS period_id,
	       pe.label AS period,
	       coalesce(l.debit, 0) AS debit,
	       coalesce(l.credit, 0) AS credit,
	       coalesce(o.amount, 0)
	       + sum(coalesce(l.debit, 0) - coalesce(l.credit, 0))
		 OVER (PARTITION BY a.id ORDER BY pe.starts_at) AS balance
	FROM finance.accounts AS a
	CROSS JOIN finance.periods AS pe
	LEFT JOIN ledger AS l
	       ON l.account_id = a.id AND l.period_id = pe.id
	LEFT JOIN opening AS o ON o.account_id = a.id
	WHERE pe.fiscal_year_id = (SELECT id FROM finance.fiscal_years
				   WHERE label = '2024')
)
SELECT g.name AS account_group,
       a.number,
       a.name,
       r.period,
       r.debit,
       r.credit,
       r.balance,
       r.balance - lag(r.balance) OVER (PARTITION BY a.id
					ORDER BY r.period_id) AS change,
       bu.amount AS budget
FROM running AS r
JOIN finance.accounts AS a ON a.id = r.account_id
JOIN finance.account_groups AS g ON g.id = a.group_id
LEFT JOIN planning.budgets AS bu
       ON bu.account_id = r.account_id AND bu.period_id = r.period_id
ORDER BY g.position, a.number, r.period_id;

SELECT d.id AS delivery_id,
       d.planned_for,
       v.plate,
       v.capacity_kg,
       dr.last_name AS driver,
       count(s.id) AS stops,
       sum(pk.weight_kg) AS weight_kg,
       round(100 * sum(pk.weight_kg) / nullif(v.capacity_kg, 0), 1) AS used,
       min(s.arrived_at) AS first_stop,
       max(s.left_at) AS last_stop,
       sum(s.left_at - s.arrived_at) AS standing,
       count(*) FILTER (WHERE s.arrived_at > s.window_to) AS late,
       string_agg(DISTINCT z.name, ', ' ORDER BY z.name) AS zones,
       json_agg(json_build_object('stop', s.position,
				  'order', o.number,
				  'customer', c.name,
				  'late', s.arrived_at > s.window_to)
		ORDER BY s.position) AS detail
FROM logistics.deliveries AS d
JOIN logistics.vehicles AS v ON v.id = d.vehicle_id
JOIN hr.employees AS dr ON dr.id = d.driver_id
JOIN logistics.stops AS s ON s.delivery_id = d.id
JOIN logistics.packages AS pk ON pk.stop_id = s.id
JOIN sales.orders AS o ON o.id = pk.order_id
JOIN crm.customers AS c ON c.id = o.customer_id
JOIN crm.addresses AS ad ON ad.id = o.ship_to_id
LEFT JOIN logistics.zones AS z
       ON ad.postcode BETWEEN z.postcode_from AND z.postcode_to
WHERE d.planned_for BETWEEN date '2024-05-01' AND date '2024-05-31'
  AND d.state = 'done'
GROUP BY d.id, d.planned_for, v.plate, v.capacity_kg, dr.last_name
HAVING count(s.id) > 3
ORDER BY d.planned_for, late DESC;

WITH reviews AS (
	SELECT r.product_id,
	       avg(r.stars) AS stars,
	       count(*) AS n,
	       count(*) FILTER (WHERE r.stars <= 2) AS bad
	FROM web.reviews AS r
	WHERE r.approved_at IS NOT NULL
	GROUP BY r.product_id
), returned AS (
	SELECT l.product_id,
	       sum(ret.quantity) AS quantity,
	       mode() WITHIN GROUP (ORDER BY rr.label) AS main_reason
	FROM sales.returns AS ret
	JOIN sales.return_reasons AS rr ON rr.id = ret.reason_id
	JOIN sales.order_lines AS l ON l.id = ret.order_line_id
	GROUP BY l.product_id
), sold AS (
	SELECT l.product_id,
	       sum(l.quantity) AS quantity,
	       percentile_cont(0.5) WITHIN GROUP (ORDER BY l.unit_price)
		       AS median_price
	FROM sales.order_lines AS l
	JOIN sales.orders AS o ON o.id = l.order_id
	WHERE o.ordered_at >= now() - interval '180 days'
	GROUP BY l.product_id
)
SELECT p.sku,
       p.name,
       b.name AS brand,
       s.quantity AS sold,
       s.median_price,
       rd.quantity AS returned,
       rd.main_reason,
       round(rd.quantity::numeric / nullif(s.quantity, 0), 3) AS return_rate,
       rv.stars,
       rv.n AS reviews,
       (SELECT max(t.opened_at)
	FROM support.tickets AS t
	JOIN support.ticket_products AS tp ON tp.ticket_id = t.id
	WHERE tp.product_id = p.id) AS last_ticket_at
FROM catalog.products AS p
JOIN catalog.brands AS b ON b.id = p.brand_id
JOIN sold AS s ON s.product_id = p.id
LEFT JOIN returned AS rd ON rd.product_id = p.id
LEFT JOIN reviews AS rv ON rv.product_id = p.id
WHERE rd.quantity > 0.1 * s.quantity
   OR rv.bad > 10
ORDER BY return_rate DESC NULLS LAST, p.sku;

DELETE FROM warehouse.reservations AS r
USING sales.orders AS o, sales.order_lines AS l
WHERE r.order_line_id = l.id
  AND l.order_id = o.id
  AND (o.status IN ('cancelled', 'fraud', 'expired')
       OR o.ordered_at < now() - interval '30 days'
	  AND NOT EXISTS (
		SELECT 1
		FROM finance.payments AS p
		JOIN finance.payment_allocations AS pa ON pa.payment_id = p.id
		JOIN finance.invoices AS i ON i.id = pa.invoice_id
		WHERE i.order_id = o.id AND p.state = 'booked'
	  ))
  AND r.product_id IN (
	SELECT s.product_id
	FROM warehouse.stock AS s
	JOIN warehouse.warehouses AS w ON w.id = s.warehouse_id
	WHERE s.on_hand - s.reserved < (
		SELECT rp.minimum
		FROM planning.reorder_points AS rp
		WHERE rp.product_id = s.product_id
		  AND rp.warehouse_id = w.id
	)
  )
  AND r.warehouse_id NOT IN (
	SELECT w.id
	FROM warehouse.warehouses AS w
	WHERE w.kind = 'showroom'
	   OR w.closed_at IS NOT NULL
  )
RETURNING r.id, r.product_id, r.warehouse_id, r.quantity, o.number;

SELECT t.queue,
       a.name AS agent,
       count(*) AS tickets,
       count(*) FILTER (WHERE t.state = 'solved') AS solved,
       avg(fr.first_reply - t.opened_at) AS reply_time,
       percentile_disc(ARRAY[0.5, 0.9, 0.99])
	       WITHIN GROUP (ORDER BY t.solved_at - t.opened_at) AS solve_time,
       avg(sv.score) AS satisfaction,
       sum(t.reopened) AS reopened,
       max(esc.n) AS escalations
FROM support.tickets AS t
LEFT JOIN support.agents AS a ON a.id = t.agent_id
LEFT JOIN LATERAL (
	SELECT min(m.sent_at) AS first_reply
	FROM support.messages AS m
	WHERE m.ticket_id = t.id
	  AND m.author_kind = 'agent'
	  AND NOT m.automatic
) AS fr ON true
LEFT JOIN support.surveys AS sv
       ON sv.ticket_id = t.id AND sv.answered_at IS NOT NULL
LEFT JOIN (
	SELECT e.ticket_id, count(*) AS n
	FROM support.escalations AS e
	GROUP BY e.ticket_id
) AS esc ON esc.ticket_id = t.id
WHERE t.opened_at >= date_trunc('week', now()) - interval '8 weeks'
  AND t.queue IN (SELECT q.name FROM support.queues AS q WHERE q.active)
  AND t.merged_into IS NULL
GROUP BY ROLLUP (t.queue, a.name)
HAVING count(*) >= 10
ORDER BY t.queue NULLS FIRST, solved DESC;

WITH changes AS (
	SELECT h.product_id,
	       h.price,
	       h.changed_at,
	       lead(h.changed_at, 1, 'infinity') OVER w AS until,
	       lag(h.price) OVER w AS before
	FROM catalog.price_history AS h
	WINDOW w AS (PARTITION BY h.product_id ORDER BY h.changed_at)
), sold AS (
	SELECT c.product_id,
	       c.changed_at,
	       sum(l.quantity) FILTER (
		       WHERE o.ordered_at < c.changed_at) AS quantity_before,
	       sum(l.quantity) FILTER (
		       WHERE o.ordered_at >= c.changed_at) AS quantity_after
	FROM changes AS c
	JOIN sales.order_lines AS l ON l.product_id = c.product_id
	JOIN sales.orders AS o
	  ON o.id = l.order_id
	 AND o.ordered_at BETWEEN c.changed_at - interval '28 days'
			      AND c.changed_at + interval '28 days'
	WHERE c.before IS NOT NULL
	  AND c.until > c.changed_at + interval '28 days'
	GROUP BY c.product_id, c.changed_at
)
SELECT p.sku,
       p.name,
       cat.title AS category,
       c.changed_at,
       c.before,
       c.price,
       c.price / c.before - 1 AS change,
       s.quantity_before,
       s.quantity_after,
       CASE WHEN c.price <> c.before AND s.quantity_before > 0
	    THEN (s.quantity_after::numeric / s.quantity_before - 1)
		 / (c.price / c.before - 1)
       END AS elasticity
FROM changes AS c
JOIN sold AS s USING (product_id, changed_at)
JOIN catalog.products AS p ON p.id = c.product_id
JOIN catalog.categories AS cat ON cat.id = p.category_id
WHERE abs(c.price / c.before - 1) > 0.02
ORDER BY elasticity, p.sku;

SELECT x.product_id,
       x.warehouse_id,
       x.forecast,
       x.on_hand,
       x.on_order,
       greatest(x.forecast * x.lead_days / 28.0 + x.safety
		- x.on_hand - x.on_order, 0) AS to_order,
       x.supplier,
       x.price * greatest(x.forecast - x.on_hand, 0) AS value
FROM (
	SELECT f.product_id,
	       f.warehouse_id,
	       f.quantity AS forecast,
	       st.on_hand,
	       coalesce((SELECT sum(pl.quantity - pl.received)
			 FROM purchasing.purchase_lines AS pl
			 JOIN purchasing.purchase_orders AS po
			   ON po.id = pl.purchase_order_id
			 WHERE pl.product_id = f.product_id
			   AND po.warehouse_id = f.warehouse_id
			   AND po.state IN ('sent', 'confirmed')), 0)
		       AS on_order,
	       rp.safety,
	       pp.lead_days,
	       pp.price,
	       sup.name AS supplier,
	       row_number() OVER (PARTITION BY f.product_id, f.warehouse_id
				  ORDER BY pp.price, pp.lead_days) AS choice
	FROM planning.forecasts AS f
	JOIN warehouse.stock AS st USING (product_id, warehouse_id)
	JOIN planning.reorder_points AS rp USING (product_id, warehouse_id)
	JOIN purchasing.product_prices AS pp ON pp.product_id = f.product_id
	JOIN purchasing.suppliers AS sup ON sup.id = pp.supplier_id
	WHERE f.month = date_trunc('month', current_date + 28)
	  AND sup.active
) AS x
WHERE x.choice = 1
  AND x.forecast * x.lead_days / 28.0 + x.safety > x.on_hand + x.on_order
ORDER BY value DESC, x.product_id;

INSERT INTO mart.customer_snapshots
SELECT current_date AS day,
       c.id,
       c.name,
       c.segment,
       a.postcode,
       a.city,
       co.code AS country,
       o.orders,
       o.revenue,
       o.first_at,
       o.last_at,
       i.open_amount,
       t.tickets,
       w.last_seen_at,
       coalesce(o.revenue, 0) * 0.6 + coalesce(w.visits, 0) * 0.1
	       - coalesce(t.tickets, 0) * 2 AS score
FROM crm.customers AS c
LEFT JOIN crm.addresses AS a ON a.customer_id = c.id AND a.is_default
LEFT JOIN geo.countries AS co ON co.id = a.country_id
LEFT JOIN (SELECT customer_id, count(*) AS orders, sum(total_net) AS revenue,
		  min(ordered_at) AS first_at, max(ordered_at) AS last_at
	   FROM sales.orders
	   WHERE status <> 'cancelled'
	   GROUP BY customer_id) AS o ON o.customer_id = c.id
LEFT JOIN (SELECT customer_id, sum(total_gross - paid) AS open_amount
	   FROM finance.open_invoices
	   GROUP BY customer_id) AS i ON i.customer_id = c.id
LEFT JOIN (SELECT customer_id, count(*) AS tickets
	   FROM support.tickets
	   WHERE opened_at > now() - interval '1 year'
	   GROUP BY customer_id) AS t ON t.customer_id = c.id
LEFT JOIN (SELECT ac.customer_id, max(v.seen_at) AS last_seen_at,
		  count(DISTINCT v.session_id) AS visits
	   FROM web.page_views AS v
	   JOIN web.accounts AS ac ON ac.visitor_id = v.visitor_id
	   GROUP BY ac.customer_id) AS w ON w.customer_id = c.id
WHERE c.deleted_at IS NULL;

WITH points AS (
	SELECT m.machine_id,
	       m.measured_at,
	       m.temperature,
	       m.vibration,
	       avg(m.temperature) OVER w AS mean,
	       stddev_samp(m.temperature) OVER w AS deviation,
	       m.measured_at - lag(m.measured_at) OVER (
		       PARTITION BY m.machine_id
		       ORDER BY m.measured_at) AS gap
	FROM plant.measurements AS m
	WHERE m.measured_at >= now() - interval '2 days'
	WINDOW w AS (PARTITION BY m.machine_id ORDER BY m.measured_at
		     RANGE BETWEEN INTERVAL '1 hour' PRECEDING
			       AND CURRENT ROW)
), alarms AS (
	SELECT machine_id,
	       measured_at,
	       temperature,
	       (temperature - mean) / nullif(deviation, 0) AS score,
	       sum(CASE WHEN gap > interval '10 minutes' THEN 1 ELSE 0 END)
		       OVER (PARTITION BY machine_id
			     ORDER BY measured_at) AS run
	FROM points
	WHERE abs(temperature - mean) > 3 * deviation
)
SELECT ma.serial,
       li.name AS line,
       a.run,
       min(a.measured_at) AS began_at,
       max(a.measured_at) AS ended_at,
       max(a.score) AS worst,
       count(*) AS readings,
       ar.id AS article_id,
       ar.name AS article,
       mt.planned_at AS next_maintenance
FROM alarms AS a
JOIN plant.machines AS ma ON ma.id = a.machine_id
JOIN plant.lines AS li ON li.id = ma.line_id
LEFT JOIN plant.shifts AS sh
       ON sh.line_id = li.id
      AND tstzrange(sh.began_at, sh.ended_at) @> a.measured_at
LEFT JOIN plant.articles AS ar ON ar.id = sh.article_id
LEFT JOIN plant.maintenance AS mt
       ON mt.machine_id = ma.id AND mt.done_at IS NULL
GROUP BY ma.serial, li.name, a.run, ar.id, ar.name, mt.planned_at
HAVING count(*) > 2
ORDER BY worst DESC, began_at;
