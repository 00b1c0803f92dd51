UPDATE orders JOIN customers USING (id) SET credit = total;
